using System.Collections.Concurrent;
using Google.Protobuf;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Query.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Matching;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Queries;

namespace Temporalio.DevServer.Api;

/// <summary>
/// Queries. A run without a pending workflow task is asked directly through its task queue; otherwise the query rides on
/// that task, so that it sees what the task brings about.
/// </summary>
internal sealed class QueryApi(RunEngine engine, NamespaceRegistry namespaces)
{
    private const int NotReadyAttempt = 3;
    private const string ClosedTooEarly = "Workflow execution closed before WorkflowTaskStarted event";

    private static readonly TimeSpan NoPollerWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RecentPoller = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, BufferedQuery> _handedOut = new(StringComparer.Ordinal);

    private sealed record Route(QueryWorkflowResponse? Answer, BufferedQuery Query, string RunId, bool Direct);

    public async Task<QueryWorkflowResponse> Query(QueryWorkflowRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var execution = Checks.Execution(request.Execution);
        if (request.Query is null)
            throw Refusals.Invalid("Query is not set on request.");
        Checks.Id(request.Query.QueryType, "QueryType");
        var key = new WorkflowKey(ns, execution.WorkflowId);
        using var hold = engine.Hold(key);
        using var timeout = new CancellationTokenSource(call.LongPoll(TimeProvider.System.GetUtcNow(), DefaultTimeout));
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, timeout.Token, engine.Stopping);
        var route = await engine.WithAsync(key, scope => Task.FromResult(Plan(scope, execution.RunId, request))).ConfigureAwait(false);
        if (route.Answer is { } answer)
            return answer;
        try
        {
            if (!route.Direct)
            {
                await Task.WhenAny(route.Query.Answer.Task, route.Query.SendDirectly.Task).WaitAsync(linked.Token).ConfigureAwait(false);
                if (route.Query.Answer.Task.IsCompleted)
                    return await route.Query.Answer.Task.ConfigureAwait(false);
            }

            return await AskAsync(key, route, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            throw await HasBegunAsync(key, route.RunId).ConfigureAwait(false)
                ? Refusals.QueryTimedOut()
                : Refusals.WorkflowNotReady("Workflow task is not scheduled yet.");
        }
        finally
        {
            route.Query.Answer.TrySetCanceled(CancellationToken.None);
            _handedOut.TryRemove(route.Query.Id, out _);
            await engine.WithAsync(key, scope =>
            {
                scope.Find(route.RunId)?.Queries.Remove(route.Query);
                return Task.CompletedTask;
            }).ConfigureAwait(false);
        }
    }

    public Task<RespondQueryTaskCompletedResponse> Completed(RespondQueryTaskCompletedRequest request, CallContext call)
    {
        var token = TaskTokens.Read(request.TaskToken);
        if (token.QueryId.Length == 0)
            throw Refusals.BadToken();
        if (!_handedOut.TryRemove(token.QueryId, out var query))
            throw Refusals.NotFound("query task not found, or already expired");
        Resolve(query, request.CompletedType, request.QueryResult, request.ErrorMessage, request.Failure);
        return Task.FromResult(new RespondQueryTaskCompletedResponse());
    }

    /// <summary>Hands a query to a worker; null when nobody waits for its answer any more.</summary>
    public Task<PollWorkflowTaskQueueResponse?> HandOutAsync(QueuedTask.QueryTask task, CallContext call) =>
        engine.WithAsync(task.Key, async scope =>
        {
            if (task.Query.Answer.Task.IsCompleted || scope.Find(task.RunId) is not { } run)
                return null;
            if (call.CancellationToken.IsCancellationRequested)
            {
                Offer(run, task);
                return null;
            }

            await scope.SaveAsync(run).ConfigureAwait(false);
            var response = WorkflowTaskResponses.BuildQuery(run, task.Sticky);
            response.Query = task.Query.Query;
            response.TaskToken = new TaskToken
            {
                NamespaceId = run.Namespace.Id,
                WorkflowId = run.State.WorkflowId,
                RunId = run.State.RunId,
                QueryId = task.Query.Id,
            }.ToByteString();
            _handedOut[task.Query.Id] = task.Query;
            call.Undelivered = () =>
            {
                Offer(run, task);
                return Task.CompletedTask;
            };
            return response;
        });

    /// <summary>Answers that came with a workflow task's result. Queries without one wait for the next task.</summary>
    public static void TakeAnswers(Run run, IEnumerable<KeyValuePair<string, WorkflowQueryResult>> results)
    {
        foreach (var (id, result) in results)
        {
            if (run.Queries.Find(q => string.Equals(q.Id, id, StringComparison.Ordinal)) is not { } query)
                continue;
            run.Queries.Remove(query);
            Resolve(query, result.ResultType, result.Answer, result.ErrorMessage, result.Failure);
        }
    }

    private static void Resolve(
        BufferedQuery query, QueryResultType type, Temporalio.Api.Common.V1.Payloads? answer, string error, Temporalio.Api.Failure.V1.Failure? failure)
    {
        if (type == QueryResultType.Answered)
            query.Answer.TrySetResult(new QueryWorkflowResponse { QueryResult = answer });
        else
            query.Answer.TrySetException(Refusals.QueryFailed(error, failure));
    }

    private Route Plan(WorkflowScope scope, string runId, QueryWorkflowRequest request)
    {
        var run = scope.Require(runId);
        var state = run.State;
        var status = (WorkflowExecutionStatus)state.Status;
        var open = status == WorkflowExecutionStatus.Running;
        var query = new BufferedQuery(engine.Rules.NewId(), request.Query);
        if (!open && (request.QueryRejectCondition == QueryRejectCondition.NotOpen
            || (request.QueryRejectCondition == QueryRejectCondition.NotCompletedCleanly && status != WorkflowExecutionStatus.Completed)))
        {
            return new Route(new QueryWorkflowResponse { QueryRejected = new() { Status = status } }, query, state.RunId, false);
        }

        if (state.CompletedTaskCount == 0 && !open)
            throw Refusals.WorkflowNotReady(ClosedTooEarly);
        if (state.Task is { } task && task.Attempt >= NotReadyAttempt)
            throw Refusals.WorkflowNotReady("Cannot query workflow due to Workflow Task in failed state.");
        if (state.Task is null && state.CompletedTaskCount > 0)
            return new Route(null, query, state.RunId, Direct: true);
        if (run.Queries.Count >= EngineLimits.MaxBufferedQueries)
            throw Refusals.Exhausted(ResourceExhaustedCause.BusyWorkflow, "query buffer is full, cannot accept new consistent queries");
        run.Queries.Add(query);
        return new Route(null, query, state.RunId, Direct: false);
    }

    private Task<bool> HasBegunAsync(WorkflowKey key, string runId) => engine.WithAsync(key, scope => Task.FromResult(
        scope.Find(runId) is { } run && (run.State.Task is not null || run.State.CompletedTaskCount > 0)));

    private async Task<QueryWorkflowResponse> AskAsync(WorkflowKey key, Route route, CancellationToken cancellationToken)
    {
        var (run, sticky) = await engine.WithAsync(key, scope =>
        {
            var r = scope.Require(route.RunId);
            if (r.State.CompletedTaskCount == 0)
                throw Refusals.WorkflowNotReady(ClosedTooEarly);
            var alive = r.State.StickyQueue.Length > 0 && engine.Queues.HasRecentPoller(r.Namespace, r.State.StickyQueue);
            return Task.FromResult((r, alive ? r.State.StickyQueue : ""));
        }).ConfigureAwait(false);
        if (sticky.Length > 0)
        {
            engine.Queues.Get(run.Namespace, sticky, TaskQueueType.Workflow)
                .Add(new QueuedTask.QueryTask(key, route.RunId, Sticky: true, route.Query));
            var patience = TimeSpan.FromTicks(run.State.StickyTimeout > 0 ? run.State.StickyTimeout : TimeSpan.TicksPerSecond * 10);
            await Task.WhenAny(route.Query.Answer.Task, Task.Delay(patience, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (route.Query.Answer.Task.IsCompleted || _handedOut.ContainsKey(route.Query.Id))
                return await route.Query.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var queue = engine.Queues.Get(run.Namespace, run.State.TaskQueue, TaskQueueType.Workflow);
        queue.Add(new QueuedTask.QueryTask(key, route.RunId, Sticky: false, route.Query));
        await Task.WhenAny(route.Query.Answer.Task, Task.Delay(NoPollerWait, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (!route.Query.Answer.Task.IsCompleted && !_handedOut.ContainsKey(route.Query.Id) && !queue.HasPolledWithin(RecentPoller))
            throw Refusals.NoPoller();
        return await route.Query.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Offer(Run run, QueuedTask.QueryTask task)
    {
        _handedOut.TryRemove(task.Query.Id, out _);
        engine.Queues.Get(run.Namespace, run.State.TaskQueue, TaskQueueType.Workflow).PutBack(task with { Sticky = false });
    }
}
