namespace Temporalio.Client.Schedules;

/// <summary>What a schedule did and will do. Times are in UTC.</summary>
/// <param name="NumActions">Actions taken.</param>
/// <param name="NumActionsMissedCatchupWindow">Actions left out because they were too late.</param>
/// <param name="NumActionsSkippedOverlap">Actions left out because of an earlier one.</param>
/// <param name="RunningActions">Actions whose workflows run.</param>
/// <param name="RecentActions">The last 10 actions, oldest first.</param>
/// <param name="NextActionTimes">The next 10 times.</param>
/// <param name="CreatedAt">When the schedule was created.</param>
/// <param name="LastUpdatedAt">When it was last updated.</param>
public record ScheduleInfo(
    long NumActions,
    long NumActionsMissedCatchupWindow,
    long NumActionsSkippedOverlap,
    IReadOnlyCollection<ScheduleActionExecution> RunningActions,
    IReadOnlyCollection<ScheduleActionResult> RecentActions,
    IReadOnlyCollection<DateTime> NextActionTimes,
    DateTime CreatedAt,
    DateTime? LastUpdatedAt)
{
    internal static ScheduleInfo FromProto(Api.Schedule.V1.ScheduleInfo proto) => new(
        proto.ActionCount,
        proto.MissedCatchupWindow,
        proto.OverlapSkipped,
        [.. proto.RunningWorkflows.Select(ScheduleActionExecutionStartWorkflow.FromProto)],
        [.. proto.RecentActions.Select(ScheduleActionResult.FromProto)],
        [.. proto.FutureActionTimes.Select(time => time.ToDateTime())],
        proto.CreateTime.ToDateTime(),
        proto.UpdateTime?.ToDateTime());
}
