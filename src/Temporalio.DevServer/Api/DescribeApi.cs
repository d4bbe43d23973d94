using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Timing;
using Temporalio.DevServer.Visibility;

namespace Temporalio.DevServer.Api;

internal sealed class DescribeApi(RunEngine engine, NamespaceRegistry namespaces)
{
    public Task<DescribeWorkflowExecutionResponse> Describe(DescribeWorkflowExecutionRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var execution = Checks.Execution(request.Execution);
        return engine.WithAsync(new WorkflowKey(ns, execution.WorkflowId), scope =>
        {
            var run = scope.Require(execution.RunId);
            return Task.FromResult(Describe(run, scope.Now));
        });
    }

    private static DescribeWorkflowExecutionResponse Describe(Run run, long now)
    {
        var state = run.State;
        var response = new DescribeWorkflowExecutionResponse
        {
            ExecutionConfig = new()
            {
                TaskQueue = new() { Name = state.TaskQueue, Kind = TaskQueueKind.Normal },
                WorkflowExecutionTimeout = Times.ToDuration(state.ExecutionTimeout),
                WorkflowRunTimeout = Times.ToDuration(state.RunTimeout),
                DefaultWorkflowTaskTimeout = Times.ToDuration(state.TaskTimeout),
                UserMetadata = state.UserMetadata,
            },
            WorkflowExecutionInfo = RunRows.Describe(run),
            WorkflowExtendedInfo = Extended(run),
        };
        if (state.Status != (int)WorkflowExecutionStatus.Running)
            return response;
        response.PendingActivities.AddRange(state.Activities.Values.OrderBy(a => a.ScheduledEventId).Select(a => Pending(a, now)));
        response.PendingChildren.AddRange(state.Children.Values.OrderBy(c => c.InitiatedEventId).Select(c => new PendingChildExecutionInfo
        {
            WorkflowId = c.WorkflowId,
            RunId = c.RunId,
            WorkflowTypeName = c.WorkflowType,
            InitiatedId = c.InitiatedEventId,
            ParentClosePolicy = (ParentClosePolicy)c.ParentClosePolicy,
        }));
        if (state.Task is { } task)
        {
            response.PendingWorkflowTask = new()
            {
                State = task.StartedEventId > 0 ? PendingWorkflowTaskState.Started : PendingWorkflowTaskState.Scheduled,
                ScheduledTime = Times.ToTimestamp(task.ScheduledTime),
                OriginalScheduledTime = Times.ToTimestamp(task.OriginalScheduledTime),
                StartedTime = Times.ToTimestampOrNull(task.StartedTime),
                Attempt = task.Attempt,
            };
        }

        return response;
    }

    private static WorkflowExecutionExtendedInfo Extended(Run run)
    {
        var state = run.State;
        var info = new WorkflowExecutionExtendedInfo
        {
            ExecutionExpirationTime = Times.ToTimestampOrNull(state.ExecutionDeadline),
            RunExpirationTime = Times.ToTimestampOrNull(state.RunDeadline),
            CancelRequested = state.CancelRequested,
            LastResetTime = Times.ToTimestampOrNull(state.LastResetTime),
            OriginalStartTime = Times.ToTimestamp(state.StartTime),
            ResetRunId = state.ResetRunId,
        };
        if (state.StartRequestId.Length > 0)
            info.RequestIdInfos[state.StartRequestId] = new() { EventType = EventType.WorkflowExecutionStarted, EventId = 1 };
        return info;
    }

    private static PendingActivityInfo Pending(PendingActivity a, long now)
    {
        var waitsForRetry = a.StartedTime == 0 && a.RetryInterval > 0 && a.AttemptScheduledTime > now;
        return new PendingActivityInfo
        {
            ActivityId = a.ActivityId,
            ActivityType = new() { Name = a.ActivityType },
            State = a.CancelRequested ? PendingActivityState.CancelRequested
                : a.StartedTime != 0 ? PendingActivityState.Started
                : PendingActivityState.Scheduled,
            HeartbeatDetails = a.HeartbeatDetails,
            LastHeartbeatTime = Times.ToTimestampOrNull(a.HeartbeatTime),
            LastStartedTime = Times.ToTimestampOrNull(a.StartedTime),
            Attempt = a.Attempt,
            MaximumAttempts = a.RetryPolicy?.MaximumAttempts ?? 0,
            ScheduledTime = Times.ToTimestamp(a.AttemptScheduledTime),
            ExpirationTime = a.ScheduleToClose > 0 ? Times.ToTimestamp(a.ScheduledTime + a.ScheduleToClose) : null,
            LastFailure = a.LastFailure,
            LastWorkerIdentity = a.LastWorkerIdentity,
            CurrentRetryInterval = waitsForRetry ? Times.ToDuration(a.RetryInterval) : null,
            LastAttemptCompleteTime = Times.ToTimestampOrNull(a.LastAttemptCompleteTime),
            NextAttemptScheduleTime = waitsForRetry ? Times.ToTimestamp(a.AttemptScheduledTime) : null,
            Priority = a.Priority,
            ActivityOptions = new()
            {
                TaskQueue = new() { Name = a.TaskQueue, Kind = TaskQueueKind.Normal },
                ScheduleToCloseTimeout = Times.ToDuration(a.ScheduleToClose),
                ScheduleToStartTimeout = Times.ToDuration(a.ScheduleToStart),
                StartToCloseTimeout = Times.ToDuration(a.StartToClose),
                HeartbeatTimeout = Times.ToDuration(a.HeartbeatTimeout),
                RetryPolicy = a.RetryPolicy,
                Priority = a.Priority,
            },
        };
    }
}
