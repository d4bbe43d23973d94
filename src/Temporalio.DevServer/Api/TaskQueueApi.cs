using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Matching;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Timing;
using TaskQueue = Temporalio.DevServer.Matching.TaskQueue;

namespace Temporalio.DevServer.Api;

/// <summary>Task queues and the workers on them.</summary>
internal sealed class TaskQueueApi(RunEngine engine, NamespaceRegistry namespaces)
{
    private static readonly TimeSpan PollerHistory = TimeSpan.FromMinutes(5);

    public Task<DescribeTaskQueueResponse> Describe(DescribeTaskQueueRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var name = Checks.QueueName(request.TaskQueue);
        if (request.ApiMode == DescribeTaskQueueMode.Enhanced)
            return Task.FromResult(DescribeByVersion(ns, name, request));
        var type = request.TaskQueueType == TaskQueueType.Unspecified ? TaskQueueType.Workflow : request.TaskQueueType;
        var response = new DescribeTaskQueueResponse();
        var queue = engine.Queues.Find(ns, name, type);
        response.Pollers.AddRange(Pollers(queue));
        if (request.IncludeTaskQueueStatus)
            response.TaskQueueStatus = new TaskQueueStatus { BacklogCountHint = queue?.Backlog ?? 0, TaskIdBlock = new() { StartId = 1, EndId = 100_000 } };
        if (request.ReportStats)
            response.Stats = Stats(queue);
        return Task.FromResult(response);
    }

    /// <summary>The form that the official CLI asks for. Here no worker has a version, so there is one entry and its name is empty.</summary>
    private DescribeTaskQueueResponse DescribeByVersion(NamespaceEntry ns, string name, DescribeTaskQueueRequest request)
    {
        var response = new DescribeTaskQueueResponse();
        if (request.Versions is { Unversioned: false, AllActive: false, BuildIds.Count: > 0 } versions && !versions.BuildIds.Contains(""))
            return response;
        var version = new TaskQueueVersionInfo();
        TaskQueueType[] types = request.TaskQueueTypes.Count == 0 ? [TaskQueueType.Workflow, TaskQueueType.Activity] : [.. request.TaskQueueTypes.Distinct()];
        foreach (var type in types)
        {
            var queue = engine.Queues.Find(ns, name, type);
            var info = new TaskQueueTypeInfo { Stats = request.ReportStats ? Stats(queue) : null };
            if (request.ReportPollers)
                info.Pollers.AddRange(Pollers(queue));
            version.TypesInfo[(int)type] = info;
        }

        if (request.ReportTaskReachability)
            version.TaskReachability = BuildIdTaskReachability.Reachable;
        response.VersionsInfo[""] = version;
        return response;
    }

    private static IEnumerable<PollerInfo> Pollers(TaskQueue? queue) => (queue?.Pollers(PollerHistory) ?? []).Select(p => new PollerInfo
    {
        Identity = p.Identity,
        LastAccessTime = Times.ToTimestamp(p.LastAccess),
        RatePerSecond = p.Rate,
    });

    private static TaskQueueStats Stats(TaskQueue? queue)
    {
        var stats = queue?.Stats() ?? new QueueStats(0, TimeSpan.Zero, 0, 0);
        return new()
        {
            ApproximateBacklogCount = stats.Backlog,
            ApproximateBacklogAge = Times.ToDuration(stats.Age.Ticks),
            TasksAddRate = stats.Added,
            TasksDispatchRate = stats.Dispatched,
        };
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
