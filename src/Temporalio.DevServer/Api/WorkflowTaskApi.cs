using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Matching;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Api;

/// <summary>Workflow tasks: handing them out and taking their results.</summary>
internal sealed class WorkflowTaskApi(RunEngine engine, NamespaceRegistry namespaces, QueryApi queries)
{
    public async Task<PollWorkflowTaskQueueResponse> Poll(PollWorkflowTaskQueueRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var name = Checks.QueueName(request.TaskQueue);
        var queue = engine.Queues.Get(ns, name, TaskQueueType.Workflow);
        var poller = new Poller(request.Identity, request.WorkerInstanceKey, null);
        var sticky = request.TaskQueue.Kind == TaskQueueKind.Sticky;
        var wall = TimeProvider.System;
        var until = wall.GetUtcNow() + call.LongPoll(wall.GetUtcNow(), ServiceInfo.PollTimeout);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, engine.Stopping);
        while (true)
        {
            var wait = until - wall.GetUtcNow();
            var task = await queue.TakeAsync(poller, wait < TimeSpan.Zero ? TimeSpan.Zero : wait, linked.Token).ConfigureAwait(false);
            switch (task)
            {
                case null:
                    return new PollWorkflowTaskQueueResponse();
                case QueuedTask.WorkflowTask workflowTask:
                    if (await StartAsync(workflowTask, request, sticky, call).ConfigureAwait(false) is { } started)
                        return started;
                    break;
                case QueuedTask.QueryTask query:
                    if (await queries.HandOutAsync(query, call).ConfigureAwait(false) is { } asked)
                        return asked;
                    break;
            }
        }
    }

    public async Task<RespondWorkflowTaskCompletedResponse> Completed(RespondWorkflowTaskCompletedRequest request, CallContext call)
    {
        var (key, token) = Key(request.TaskToken);
        return await engine.WithAsync(key, async scope =>
        {
            var run = Current(scope, token, request.Identity);
            var task = run.State.Task!;
            if (request.ForceCreateNewWorkflowTask && request.Commands.Count == 0
                && scope.Now - task.OriginalScheduledTime > EngineLimits.MaxHeartbeatingTask)
            {
                var late = scope.Begin(run);
                WorkflowTasks.TimeOutStarted(late);
                await scope.CommitAsync(late).ConfigureAwait(false);
                throw Refusals.NotFound("workflow task heartbeat timeout");
            }

            WorkflowTaskCompletion completion;
            try
            {
                completion = WorkflowTaskCompletion.Apply(scope.Begin(run), request, task);
            }
            catch (CommandException e)
            {
                await FailAsync(scope, run, e, request.Identity).ConfigureAwait(false);
                throw e.Cause == WorkflowTaskFailedCause.UnhandledCommand
                    ? Refusals.UnhandledCommand()
                    : Refusals.Invalid($"{e.Cause}: {e.Message}");
            }

            await scope.CheckHistoryAsync(completion.Step).ConfigureAwait(false);
            QueryApi.TakeAnswers(run, request.QueryResults);
            await scope.CommitAsync(completion.Step).ConfigureAwait(false);
            return Respond(run, completion, key, call);
        }).ConfigureAwait(false);
    }

    public async Task<RespondWorkflowTaskFailedResponse> Failed(RespondWorkflowTaskFailedRequest request, CallContext call)
    {
        var (key, token) = Key(request.TaskToken);
        Checks.Blob(request.Failure?.CalculateSize() ?? 0, "Failure");
        await engine.WithAsync(key, async scope =>
        {
            var step = scope.Begin(Current(scope, token, request.Identity));
            WorkflowTasks.Fail(step, request.Cause, request.Failure, request.Identity);
            WorkflowTasks.Schedule(step);
            await scope.CommitAsync(step).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return new RespondWorkflowTaskFailedResponse();
    }

    private Run Current(WorkflowScope scope, TaskToken token, string identity)
    {
        var run = scope.Find(token.RunId) ?? throw Refusals.WorkflowTaskNotFound();
        if (run.State.Status != (int)WorkflowExecutionStatus.Running)
            throw Refusals.WorkflowCompleted();
        if (WorkflowTasks.IsForgotten(run.State, token))
        {
            var step = scope.Begin(run);
            WorkflowTasks.Start(step, identity, engine.Rules.NewId(), token.StartedTime);
            scope.Keep(step);
        }

        var task = run.State.Task;
        return task is { StartedEventId: > 0 }
            && task.ScheduledEventId == token.ScheduledEventId
            && task.StartedEventId == token.StartedEventId
            && task.Attempt == token.Attempt
            && task.StartedTime == token.StartedTime
                ? run
                : throw Refusals.WorkflowTaskNotFound();
    }

    private static async Task FailAsync(WorkflowScope scope, Run run, CommandException e, string identity)
    {
        // A workflow that keeps sending bad commands is slowed down by its task's timeout.
        if (run.State.Task!.Attempt > 1 && e.Cause != WorkflowTaskFailedCause.UnhandledCommand)
            return;
        var step = scope.Begin(run);
        var text = e.Cause == WorkflowTaskFailedCause.UnhandledCommand ? Refusals.UnhandledCommandText : $"{e.Cause}: {e.Message}";
        var failure = new Temporalio.Api.Failure.V1.Failure { Message = text, Source = "Server", ServerFailureInfo = new() };
        WorkflowTasks.Fail(step, e.Cause, failure, identity);
        step.State.CloseAttempted |= e.Cause == WorkflowTaskFailedCause.UnhandledCommand;
        WorkflowTasks.Schedule(step);
        await scope.CommitAsync(step).ConfigureAwait(false);
    }

    private (WorkflowKey Key, TaskToken Token) Key(Google.Protobuf.ByteString bytes)
    {
        var token = TaskTokens.Read(bytes);
        return (new WorkflowKey(namespaces.GetById(token.NamespaceId), token.WorkflowId), token);
    }

    private RespondWorkflowTaskCompletedResponse Respond(Run run, WorkflowTaskCompletion completion, WorkflowKey key, CallContext call)
    {
        var response = new RespondWorkflowTaskCompletedResponse();
        if (completion.StartedNew && run.State.Task is { StartedEventId: > 0 })
            response.WorkflowTask = WorkflowTaskResponses.Build(run, sticky: true);
        foreach (var activity in completion.EagerActivities)
            response.ActivityTasks.Add(ActivityTaskResponses.Build(run, activity));
        if (response.WorkflowTask is null && response.ActivityTasks.Count == 0)
            return response;
        var startedTime = run.State.Task?.StartedTime ?? 0;
        call.Undelivered = () => TakeBackAsync(key, run.State.RunId, response.WorkflowTask is null ? 0 : startedTime, completion.EagerActivities);
        return response;
    }

    private Task<PollWorkflowTaskQueueResponse?> StartAsync(
        QueuedTask.WorkflowTask wanted, PollWorkflowTaskQueueRequest request, bool sticky, CallContext call) =>
        engine.WithAsync(wanted.Key, async scope =>
        {
            if (scope.Find(wanted.RunId) is not { } run
                || run.State.Task is not { StartedEventId: 0 } task
                || task.ScheduledEventId != wanted.ScheduledEventId
                || task.Attempt != wanted.Attempt
                || !string.Equals(task.Queue, wanted.Queue, StringComparison.Ordinal))
            {
                return null;
            }

            if (call.CancellationToken.IsCancellationRequested)
            {
                engine.Queues.OfferWorkflowTask(run);
                return null;
            }

            var step = scope.Begin(run);
            WorkflowTasks.Start(step, request.Identity, engine.Rules.NewId());
            if (step.Events.Count > 0)
                await scope.CommitAsync(step).ConfigureAwait(false);
            else
                scope.Keep(step);
            var startedTime = run.State.Task!.StartedTime;
            call.Undelivered = () => TakeBackAsync(wanted.Key, wanted.RunId, startedTime, []);
            return WorkflowTaskResponses.Build(run, sticky && run.State.PreviousStartedEventId > 0);
        });

    /// <summary>Undoes hand-outs that no worker has received.</summary>
    private Task TakeBackAsync(WorkflowKey key, string runId, long startedTime, IReadOnlyList<PendingActivity> activities) =>
        engine.WithAsync(key, async scope =>
        {
            if (scope.Find(runId) is not { State.Status: (int)WorkflowExecutionStatus.Running } run)
                return;
            var step = scope.Begin(run);
            if (startedTime != 0 && step.State.Task is { StartedEventId: > 0 } task && task.StartedTime == startedTime)
                WorkflowTasks.TakeBack(step);
            foreach (var lost in activities)
            {
                if (step.State.Activities.TryGetValue(lost.ScheduledEventId, out var activity) && activity.StartedTime == lost.StartedTime)
                    Activities.TakeBack(step, activity);
            }

            await scope.CommitAsync(step).ConfigureAwait(false);
        });
}
