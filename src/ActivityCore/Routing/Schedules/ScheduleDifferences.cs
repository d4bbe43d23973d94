using ActivityCore.Runs;
using Temporalio.Client.Schedules;
using Temporalio.Converters;

namespace ActivityCore.Routing.Schedules;

/// <summary>What a schedule of the service has that its definition does not, or the reverse. The same times written in another way are no difference.</summary>
internal static class ScheduleDifferences
{
    /// <summary>Words for people; none where it is as it should be, but for a pause.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(ScheduleDescription actual, DesiredSchedule desired)
    {
        var (has, wants) = (actual.Schedule, desired.Schedule);
        var differences = new List<string>();
        Compare("times", SameTimes(has.Spec, wants.Spec));
        Compare("time zone", string.Equals(has.Spec.TimeZoneName ?? "UTC", wants.Spec.TimeZoneName, StringComparison.Ordinal));
        Compare("overlap", has.Policy.Overlap == wants.Policy.Overlap);
        Compare("catch_up", has.Policy.CatchupWindow == wants.Policy.CatchupWindow);
        Compare("pause on failure", has.Policy.PauseOnFailure == wants.Policy.PauseOnFailure);
        Compare("number of actions left", !has.State.LimitedActions);
        await CompareActionsAsync();
        return differences;

        async Task CompareActionsAsync()
        {
            var to = (ScheduleActionStartWorkflow)wants.Action;
            if (has.Action is not ScheduleActionStartWorkflow from || !SameWorkflow(from, to))
            {
                differences.Add("action");
                return;
            }

            Compare("definition's name", actual.TypedSearchAttributes.TryGetValue(RunSearchAttributes.Definition, out var name) && string.Equals(name, desired.Definition.Name, StringComparison.Ordinal));
            Compare("definition's version", await ReadAsync(from) == desired.Input);
        }

        void Compare(string what, bool isSame)
        {
            if (!isSame)
            {
                differences.Add(what);
            }
        }
    }

    private static bool SameWorkflow(ScheduleActionStartWorkflow has, ScheduleActionStartWorkflow wants) =>
        string.Equals(has.Workflow, wants.Workflow, StringComparison.Ordinal)
        && string.Equals(has.Options.Id, wants.Options.Id, StringComparison.Ordinal)
        && string.Equals(has.Options.TaskQueue, wants.Options.TaskQueue, StringComparison.Ordinal)
        && string.Equals(has.Options.StaticSummary, wants.Options.StaticSummary, StringComparison.Ordinal)
        && (has.Options.ExecutionTimeout ?? TimeSpan.Zero) == TimeSpan.Zero
        && (has.Options.RunTimeout ?? TimeSpan.Zero) == TimeSpan.Zero
        && has.Options.RetryPolicy is null;

    private static async Task<RunInput?> ReadAsync(ScheduleActionStartWorkflow action)
    {
        try
        {
            return action.Args.Count == 1 && action.Args.First() is IEncodedRawValue input ? await input.ToValueAsync<RunInput>() : null;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool SameTimes(ScheduleSpec has, ScheduleSpec wants) =>
        has is { Intervals.Count: 0, CronExpressions.Count: 0, StartAt: null, EndAt: null }
        && (has.Jitter ?? TimeSpan.Zero) == TimeSpan.Zero
        && Same(has.Calendars, wants.Calendars)
        && Same(has.Skip, wants.Skip);

    private static bool Same(IReadOnlyCollection<ScheduleCalendarSpec> has, IReadOnlyCollection<ScheduleCalendarSpec> wants) =>
        has.Count == wants.Count && has.Zip(wants).All(pair => Same(pair.First, pair.Second));

    private static bool Same(ScheduleCalendarSpec has, ScheduleCalendarSpec wants) =>
        Same(has.Second, wants.Second) && Same(has.Minute, wants.Minute) && Same(has.Hour, wants.Hour) && Same(has.DayOfMonth, wants.DayOfMonth)
        && Same(has.Month, wants.Month) && Same(has.Year, wants.Year) && Same(has.DayOfWeek, wants.DayOfWeek);

    private static bool Same(IReadOnlyCollection<ScheduleRange> has, IReadOnlyCollection<ScheduleRange> wants) => CronSpec.Values(has).SetEquals(CronSpec.Values(wants));
}
