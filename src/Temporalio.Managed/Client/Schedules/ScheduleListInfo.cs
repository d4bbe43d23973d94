namespace Temporalio.Client.Schedules;

/// <summary>What a schedule in a list did and will do; fewer entries than its description has.</summary>
/// <param name="RecentActions">The last actions, oldest first.</param>
/// <param name="NextActionTimes">The next times, in UTC.</param>
public record ScheduleListInfo(IReadOnlyCollection<ScheduleActionResult> RecentActions, IReadOnlyCollection<DateTime> NextActionTimes)
{
    internal static ScheduleListInfo FromProto(Api.Schedule.V1.ScheduleListInfo proto) => new(
        [.. proto.RecentActions.Select(ScheduleActionResult.FromProto)],
        [.. proto.FutureActionTimes.Select(time => time.ToDateTime())]);
}
