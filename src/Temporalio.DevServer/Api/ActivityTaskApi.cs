using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Matching;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Api;

/// <summary>Activity tasks: handing them out, heartbeats and results, by token and by id.</summary>
internal sealed class ActivityTaskApi(RunEngine engine, NamespaceRegistry namespaces)
{
    private sealed record HeartbeatAnswer(bool CancelRequested);

    public async Task<PollActivityTaskQueueResponse> Poll(PollActivityTaskQueueRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var queue = engine.Queues.Get(ns, Checks.QueueName(request.TaskQueue), TaskQueueType.Activity);
        var poller = new Poller(request.Identity, request.WorkerInstanceKey, request.TaskQueueMetadata?.MaxTasksPerSecond);
        var wall = TimeProvider.System;
        var until = wall.GetUtcNow() + call.LongPoll(wall.GetUtcNow(), ServiceInfo.PollTimeout);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, engine.Stopping);
        while (true)
        {
            var wait = until - wall.GetUtcNow();
            var task = await queue.TakeAsync(poller, wait < TimeSpan.Zero ? TimeSpan.Zero : wait, linked.Token).ConfigureAwait(false);
            if (task is not QueuedTask.ActivityTask activityTask)
                return new PollActivityTaskQueueResponse();
            if (await StartAsync(activityTask, request.Identity, call).ConfigureAwait(false) is { } started)
                return started;
        }
    }

    public async Task<RecordActivityTaskHeartbeatResponse> Heartbeat(RecordActivityTaskHeartbeatRequest request, CallContext call)
    {
        Checks.Blob(request.Details?.CalculateSize() ?? 0, "Details");
        var answer = await HeartbeatAsync(ByToken(request.TaskToken), request.Details, request.Identity).ConfigureAwait(false);
        return new RecordActivityTaskHeartbeatResponse { CancelRequested = answer.CancelRequested };
    }

    public async Task<RecordActivityTaskHeartbeatByIdResponse> HeartbeatById(RecordActivityTaskHeartbeatByIdRequest request, CallContext call)
    {
        Checks.Blob(request.Details?.CalculateSize() ?? 0, "Details");
        var target = ById(request.Namespace, request.WorkflowId, request.RunId, request.ActivityId);
        var answer = await HeartbeatAsync(target, request.Details, request.Identity).ConfigureAwait(false);
        return new RecordActivityTaskHeartbeatByIdResponse { CancelRequested = answer.CancelRequested };
    }

    public async Task<RespondActivityTaskCompletedResponse> Completed(RespondActivityTaskCompletedRequest request, CallContext call)
    {
        await CompleteAsync(ByToken(request.TaskToken), request.Result, request.Identity).ConfigureAwait(false);
        return new RespondActivityTaskCompletedResponse();
    }

    public async Task<RespondActivityTaskCompletedByIdResponse> CompletedById(RespondActivityTaskCompletedByIdRequest request, CallContext call)
    {
        var target = ById(request.Namespace, request.WorkflowId, request.RunId, request.ActivityId);
        await CompleteAsync(target, request.Result, request.Identity).ConfigureAwait(false);
        return new RespondActivityTaskCompletedByIdResponse();
    }

    public async Task<RespondActivityTaskFailedResponse> Failed(RespondActivityTaskFailedRequest request, CallContext call)
    {
        await FailAsync(ByToken(request.TaskToken), request.Failure, request.LastHeartbeatDetails, request.Identity).ConfigureAwait(false);
        return new RespondActivityTaskFailedResponse();
    }

    public async Task<RespondActivityTaskFailedByIdResponse> FailedById(RespondActivityTaskFailedByIdRequest request, CallContext call)
    {
        var target = ById(request.Namespace, request.WorkflowId, request.RunId, request.ActivityId);
        await FailAsync(target, request.Failure, request.LastHeartbeatDetails, request.Identity).ConfigureAwait(false);
        return new RespondActivityTaskFailedByIdResponse();
    }

    public async Task<RespondActivityTaskCanceledResponse> Canceled(RespondActivityTaskCanceledRequest request, CallContext call)
    {
        await CancelAsync(ByToken(request.TaskToken), request.Details, request.Identity).ConfigureAwait(false);
        return new RespondActivityTaskCanceledResponse();
    }

    public async Task<RespondActivityTaskCanceledByIdResponse> CanceledById(RespondActivityTaskCanceledByIdRequest request, CallContext call)
    {
        var target = ById(request.Namespace, request.WorkflowId, request.RunId, request.ActivityId);
        await CancelAsync(target, request.Details, request.Identity).ConfigureAwait(false);
        return new RespondActivityTaskCanceledByIdResponse();
    }

    private sealed record Target(WorkflowKey Key, string RunId, Func<RunState, PendingActivity?> Find);

    private Target ByToken(Google.Protobuf.ByteString bytes)
    {
        var token = TaskTokens.Read(bytes);
        return new Target(
            new WorkflowKey(namespaces.GetById(token.NamespaceId), token.WorkflowId),
            token.RunId,
            state => state.Activities.TryGetValue(token.ScheduledEventId, out var a)
                && a.Attempt == token.Attempt && a.StartedTime != 0 && a.StartedTime == token.StartedTime ? a : null);
    }

    private Target ById(string ns, string workflowId, string runId, string activityId)
    {
        Checks.Id(workflowId, "WorkflowId");
        Checks.Id(activityId, "ActivityId");
        return new Target(
            new WorkflowKey(namespaces.Get(ns), workflowId),
            runId,
            state => state.Activities.Values.FirstOrDefault(a => string.Equals(a.ActivityId, activityId, StringComparison.Ordinal)));
    }

    private Task<T> StepAsync<T>(Target target, Func<RunWork, PendingActivity, T> change) => engine.WithAsync(target.Key, async scope =>
    {
        var run = scope.Require(target.RunId);
        if (run.State.Status != (int)WorkflowExecutionStatus.Running)
            throw Refusals.WorkflowCompleted();
        var step = scope.Begin(run);
        var activity = target.Find(step.State) ?? throw Refusals.ActivityNotFound();
        var result = change(step, activity);
        await scope.CommitAsync(step).ConfigureAwait(false);
        return result;
    });

    private Task<HeartbeatAnswer> HeartbeatAsync(Target target, Payloads? details, string identity) => StepAsync(target, (step, activity) =>
    {
        if (activity.StartedTime == 0)
            throw Refusals.ActivityNotFound();
        Activities.Heartbeat(step, activity, details, identity);
        return new HeartbeatAnswer(activity.CancelRequested);
    });

    private Task<bool> CompleteAsync(Target target, Payloads? result, string identity)
    {
        if ((result?.CalculateSize() ?? 0) > EngineLimits.MaxBlobBytes)
        {
            var failure = new Failure
            {
                Message = "Complete result exceeds size limit.",
                Source = "Server",
                ServerFailureInfo = new() { NonRetryable = true },
            };
            return FailAsync(target, failure, null, identity);
        }

        return StepAsync(target, (step, activity) =>
        {
            // Completing by id may come before any worker has taken the activity.
            if (activity.StartedTime == 0)
                Activities.Start(step, activity, identity, step.Rules.NewId());
            Activities.Complete(step, activity, result, identity);
            return true;
        });
    }

    private Task<bool> FailAsync(Target target, Failure? failure, Payloads? lastHeartbeat, string identity)
    {
        if (failure?.FailureInfoCase is Failure.FailureInfoOneofCase.None && failure.Message.Length == 0)
            throw Refusals.Invalid("Failure is not set on request.");
        return StepAsync(target, (step, activity) =>
        {
            if (activity.StartedTime == 0)
                Activities.Start(step, activity, identity, step.Rules.NewId());
            if (lastHeartbeat is not null)
                Activities.Heartbeat(step, activity, lastHeartbeat, identity);
            Activities.Fail(step, activity, failure ?? new Failure(), identity);
            return true;
        });
    }

    private Task<bool> CancelAsync(Target target, Payloads? details, string identity) => StepAsync(target, (step, activity) =>
    {
        if (!activity.CancelRequested)
            throw Refusals.Invalid("Activity cancellation was not requested.");
        Activities.Cancel(step, activity, details, identity);
        return true;
    });

    private Task<PollActivityTaskQueueResponse?> StartAsync(QueuedTask.ActivityTask wanted, string identity, CallContext call) =>
        engine.WithAsync(wanted.Key, async scope =>
        {
            if (scope.Find(wanted.RunId) is not { State.Status: (int)WorkflowExecutionStatus.Running } run
                || !run.State.Activities.TryGetValue(wanted.ScheduledEventId, out var known)
                || known.StartedTime != 0
                || known.Attempt != wanted.Attempt)
            {
                return null;
            }

            if (call.CancellationToken.IsCancellationRequested)
            {
                engine.Queues.OfferActivity(run, wanted.ScheduledEventId);
                return null;
            }

            var step = scope.Begin(run);
            var activity = step.State.Activities[wanted.ScheduledEventId];
            Activities.Start(step, activity, identity, engine.Rules.NewId());
            // Stored before the worker sees it: an attempt must not be handed out twice, even after a crash.
            await scope.CommitAsync(step).ConfigureAwait(false);
            call.Undelivered = () => TakeBackAsync(wanted, activity.StartedTime);
            return ActivityTaskResponses.Build(run, activity);
        });

    private Task TakeBackAsync(QueuedTask.ActivityTask task, long startedTime) => engine.WithAsync(task.Key, async scope =>
    {
        if (scope.Find(task.RunId) is not { State.Status: (int)WorkflowExecutionStatus.Running } run)
            return;
        var step = scope.Begin(run);
        if (!step.State.Activities.TryGetValue(task.ScheduledEventId, out var activity) || activity.StartedTime != startedTime)
            return;
        Activities.TakeBack(step, activity);
        await scope.CommitAsync(step).ConfigureAwait(false);
    });
}
