using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Matching;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Api;

/// <summary>Task queues and the workers on them.</summary>
internal sealed class TaskQueueApi(RunEngine engine, NamespaceRegistry namespaces)
{
    private static readonly TimeSpan PollerHistory = TimeSpan.FromMinutes(5);

    public Task<DescribeTaskQueueResponse> Describe(DescribeTaskQueueRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var name = Checks.QueueName(request.TaskQueue);
        var type = request.TaskQueueType == TaskQueueType.Unspecified ? TaskQueueType.Workflow : request.TaskQueueType;
        var response = new DescribeTaskQueueResponse();
        if (engine.Queues.Find(ns, name, type) is { } queue)
        {
            response.Pollers.AddRange(queue.Pollers(PollerHistory).Select(p => new PollerInfo
            {
                Identity = p.Identity,
                LastAccessTime = Times.ToTimestamp(p.LastAccess),
                RatePerSecond = p.Rate,
            }));
            if (request.IncludeTaskQueueStatus)
                response.TaskQueueStatus = new TaskQueueStatus { BacklogCountHint = queue.Backlog, TaskIdBlock = new() { StartId = 1, EndId = 100_000 } };
        }
        else if (request.IncludeTaskQueueStatus)
        {
            response.TaskQueueStatus = new TaskQueueStatus { TaskIdBlock = new() { StartId = 1, EndId = 100_000 } };
        }

        return Task.FromResult(response);
    }

    public async Task<ShutdownWorkerResponse> ShutdownWorker(ShutdownWorkerRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        foreach (var task in engine.Queues.Shutdown(ns, request.WorkerInstanceKey, request.StickyTaskQueue))
        {
            switch (task)
            {
                case QueuedTask.WorkflowTask waiting:
                    await engine.WithAsync(waiting.Key, scope =>
                    {
                        if (scope.Find(waiting.RunId) is { State.Task: { StartedEventId: 0, Sticky: true } pending } run
                            && string.Equals(pending.Queue, waiting.Queue, StringComparison.Ordinal))
                        {
                            Recovery.LeaveSticky(scope, run);
                        }

                        return Task.CompletedTask;
                    }).ConfigureAwait(false);
                    break;
                case QueuedTask.QueryTask query:
                    await engine.WithAsync(query.Key, scope =>
                    {
                        if (scope.Find(query.RunId) is { } run)
                            engine.Queues.Get(ns, run.State.TaskQueue, TaskQueueType.Workflow).Add(query with { Sticky = false });
                        return Task.CompletedTask;
                    }).ConfigureAwait(false);
                    break;
            }
        }

        return new ShutdownWorkerResponse();
    }

    public async Task<ResetStickyTaskQueueResponse> ResetSticky(ResetStickyTaskQueueRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var execution = Checks.Execution(request.Execution);
        await engine.WithAsync(new WorkflowKey(ns, execution.WorkflowId), async scope =>
        {
            var run = scope.RequireOpen(execution.RunId);
            if (run.State.StickyQueue.Length == 0)
                return;
            var step = scope.Begin(run);
            step.State.StickyQueue = "";
            step.State.StickyTimeout = 0;
            await scope.CommitAsync(step).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return new ResetStickyTaskQueueResponse();
    }
}
