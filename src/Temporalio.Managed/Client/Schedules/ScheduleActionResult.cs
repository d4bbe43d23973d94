namespace Temporalio.Client.Schedules;

/// <summary>An action that was taken.</summary>
/// <param name="ScheduledAt">When it was to be, jitter included.</param>
/// <param name="StartedAt">When it was.</param>
/// <param name="Action">What it began.</param>
public record ScheduleActionResult(DateTime ScheduledAt, DateTime StartedAt, ScheduleActionExecution Action)
{
    internal static ScheduleActionResult FromProto(Api.Schedule.V1.ScheduleActionResult proto) =>
        new(
            proto.ScheduleTime.ToDateTime(),
            proto.ActualTime.ToDateTime(),
            ScheduleActionExecutionStartWorkflow.FromProto(proto.StartWorkflowResult ?? new()));
}
