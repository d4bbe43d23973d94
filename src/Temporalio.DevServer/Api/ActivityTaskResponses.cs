using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Api;

/// <summary>An activity task as its worker gets it. Clients fail on missing times, so all are set.</summary>
internal static class ActivityTaskResponses
{
    public static PollActivityTaskQueueResponse Build(Run run, PendingActivity activity)
    {
        var scheduled = run.Events.Find(activity.ScheduledEventId)?.ActivityTaskScheduledEventAttributes
            ?? throw new InvalidOperationException($"Run {run.State.RunId} has no event {activity.ScheduledEventId}.");
        return new PollActivityTaskQueueResponse
        {
            TaskToken = TaskTokens.ForActivity(run, activity),
            WorkflowNamespace = run.Namespace.Name,
            WorkflowType = new() { Name = run.State.WorkflowType },
            WorkflowExecution = new() { WorkflowId = run.State.WorkflowId, RunId = run.State.RunId },
            ActivityType = new() { Name = activity.ActivityType },
            ActivityId = activity.ActivityId,
            Header = scheduled.Header,
            Input = scheduled.Input,
            HeartbeatDetails = activity.HeartbeatDetails,
            ScheduledTime = Times.ToTimestamp(activity.ScheduledTime),
            CurrentAttemptScheduledTime = Times.ToTimestamp(activity.AttemptScheduledTime),
            StartedTime = Times.ToTimestamp(activity.StartedTime),
            Attempt = activity.Attempt,
            ScheduleToCloseTimeout = Times.ToDuration(activity.ScheduleToClose),
            StartToCloseTimeout = Times.ToDuration(activity.StartToClose),
            HeartbeatTimeout = Times.ToDuration(activity.HeartbeatTimeout),
            RetryPolicy = activity.RetryPolicy,
            Priority = activity.Priority,
        };
    }
}
