using System.Globalization;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Schedules;

/// <summary>From the buffer to running workflows, and what their ends do to the schedule.</summary>
internal static class ScheduleActions
{
    /// <summary>
    /// Decides on everything in the buffer and marks what is to be started. True when the decision should be made once more,
    /// as something that was to start may not.
    /// </summary>
    public static bool Decide(ScheduleWork work, Func<string> newId, out OverlapPlan plan)
    {
        var record = work.Record;
        plan = OverlapPlan.Of(record.Buffered, record.Running.Count > 0, work.Policy);
        record.Buffered.Clear();
        if (work.Schedule.Action.StartWorkflow is not { } action)
            return false;
        record.Buffered.AddRange(plan.Waiting);
        record.OverlapSkipped += plan.Skipped;
        var again = false;
        foreach (var start in plan.Single is null ? plan.Overlapping : plan.Overlapping.Append(plan.Single))
        {
            if (!work.TryTake(start))
            {
                again = true;
                continue;
            }

            start.RunId = newId();
            start.Tracked = ReferenceEquals(start, plan.Single);
            start.WorkflowId = work.Schedule.Policies.KeepOriginalWorkflowId
                ? action.WorkflowId
                : $"{action.WorkflowId}-{Rfc3339(start.NominalTime)}";
            record.Starting.Add(start);
        }

        return again;
    }

    /// <summary>A start has been carried out.</summary>
    public static void RecordStarted(ScheduleWork work, BufferedStart start, long startTime)
    {
        var record = work.Record;
        var execution = new WorkflowExecution { WorkflowId = start.WorkflowId, RunId = start.RunId };
        record.ActionCount++;
        record.RecentActions.Add(new ScheduleActionResult
        {
            ScheduleTime = Times.ToTimestamp(start.ActualTime),
            ActualTime = Times.ToTimestamp(startTime),
            StartWorkflowResult = execution,
            StartWorkflowStatus = WorkflowExecutionStatus.Running,
        });
        while (record.RecentActions.Count > ScheduleLimits.RecentActions)
            record.RecentActions.RemoveAt(0);
        if (start.Tracked)
            record.Running.Add(execution.Clone());
    }

    /// <summary>A workflow that the schedule started has ended, or is gone when <paramref name="end"/> is null.</summary>
    public static void RecordEnded(ScheduleWork work, WorkflowExecution execution, WorkflowExecutionStatus status, HistoryEvent? end)
    {
        var record = work.Record;
        foreach (var recent in record.RecentActions.Where(r => r.StartWorkflowResult.Equals(execution)))
            recent.StartWorkflowStatus = status;
        if (!record.Running.Remove(execution))
            return;
        if (work.Schedule.Policies.PauseOnFailure && !work.Schedule.State.Paused && Reason(execution.WorkflowId, status, end) is { } reason)
        {
            work.Schedule.State.Paused = true;
            work.Schedule.State.Notes = reason;
            work.Touch();
        }

        if (end?.WorkflowExecutionCompletedEventAttributes?.Result is { } result)
        {
            record.LastCompletionResult = result;
            record.ContinuedFailure = null;
        }
        else if (end?.WorkflowExecutionFailedEventAttributes?.Failure is { } failure)
        {
            // The last result stays that of the last success.
            record.ContinuedFailure = failure;
        }
    }

    public static string Rfc3339(long ticks) =>
        new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string? Reason(string workflowId, WorkflowExecutionStatus status, HistoryEvent? end) => status switch
    {
        WorkflowExecutionStatus.Failed =>
            $"paused due to workflow failure: {workflowId}: {end?.WorkflowExecutionFailedEventAttributes?.Failure?.Message}",
        WorkflowExecutionStatus.TimedOut => $"paused due to workflow timeout: {workflowId}",
        _ => null,
    };
}
