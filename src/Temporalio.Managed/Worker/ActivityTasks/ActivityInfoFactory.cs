using Google.Protobuf.WellKnownTypes;
using Temporalio.Activities;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Common;

namespace Temporalio.Worker.ActivityTasks;

internal static class ActivityInfoFactory
{
    public static ActivityInfo Create(WorkerServices services, PollActivityTaskQueueResponse task) => new(
        ActivityId: task.ActivityId,
        ActivityType: task.ActivityType.Name,
        Attempt: task.Attempt,
        CurrentAttemptScheduledTime: ToTime(task.CurrentAttemptScheduledTime),
        DataConverter: services.DataConverter,
        HeartbeatDetails: task.HeartbeatDetails?.Payloads_ ?? [],
        HeartbeatTimeout: OrNull(task.HeartbeatTimeout),
        IsLocal: false,
        Priority: task.Priority is { } priority ? new(priority) : Priority.Default,
        ScheduleToCloseTimeout: OrNull(task.ScheduleToCloseTimeout),
        ScheduledTime: ToTime(task.ScheduledTime),
        StartToCloseTimeout: OrNull(task.StartToCloseTimeout),
        StartedTime: ToTime(task.StartedTime),
        TaskQueue: services.TaskQueue,
        TaskToken: task.TaskToken.ToByteArray(),
        WorkflowId: task.WorkflowExecution.WorkflowId,
        WorkflowNamespace: task.WorkflowNamespace.Length > 0 ? task.WorkflowNamespace : services.Namespace,
        WorkflowRunId: task.WorkflowExecution.RunId,
        WorkflowType: task.WorkflowType.Name);

    private static DateTime ToTime(Timestamp? time) => time?.ToDateTime() ?? DateTime.UnixEpoch;

    private static TimeSpan? OrNull(Duration? duration) =>
        duration?.ToTimeSpan() is { } span && span > TimeSpan.Zero ? span : null;
}
