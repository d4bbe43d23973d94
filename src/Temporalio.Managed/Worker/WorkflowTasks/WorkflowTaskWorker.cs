using Microsoft.Extensions.Logging;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Worker.ActivityTasks;
using Temporalio.Worker.Instance;
using Temporalio.Worker.LocalActivities;
using Temporalio.Worker.Polling;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>Polls for workflow tasks and has each worked on, one at a time for each run.</summary>
internal sealed class WorkflowTaskWorker : IDisposable
{
    private const int DefaultConcurrency = 100;

    private readonly WorkerServices _services;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots;
    private readonly InFlight _inFlight;
    private readonly RunCache _cache;
    private readonly ActivationWatchdog _watchdog;
    private readonly LocalActivityRunner _localActivities;
    private readonly WorkflowTaskReporter _reporter;
    private readonly WorkflowTaskProcessor _processor;
    private readonly CancellationTokenSource _drain = new();
    private volatile bool _stopping;

    public WorkflowTaskWorker(
        WorkerServices services, WorkflowInstanceDetails details, ActivityExecutor executor, ActivityTaskWorker? activities)
    {
        _services = services;
        _logger = services.LoggerFactory.CreateLogger("Temporalio.Worker.Workflow");
        var concurrency = services.Options.MaxConcurrentWorkflowTasks ?? DefaultConcurrency;
        _slots = new(concurrency);
        _inFlight = new(services.Metrics.Slots("WorkflowWorker", concurrency).Changed);
        _cache = new(services.Options.MaxCachedWorkflows, services.Namespace, Leave, services.Metrics.Workflows);
        _watchdog = new(services.Time, enabled: !services.Options.DebugMode);
        _localActivities = new(services, executor);
        _reporter = new(services, _logger);
        _processor = new(
            services,
            new(details, new(services.Options.Workflows)),
            new(services),
            _reporter,
            _watchdog,
            _localActivities,
            activities,
            OnDeadlock,
            _logger,
            _drain.Token);
    }

    public Task PollAsync(CancellationToken stop, CancellationToken abort)
    {
        var all = _services.Options.MaxConcurrentWorkflowTaskPolls;
        if (_services.StickyQueue is not { } sticky)
        {
            return RunPollers(all, _services.TaskQueue, TaskQueueKind.Normal, stop, abort);
        }
        var normal = Math.Max(1, (int)(all * _services.Options.NonStickyToStickyPollRatio));
        return Task.WhenAll(
            RunPollers(normal, _services.TaskQueue, TaskQueueKind.Normal, stop, abort),
            RunPollers(Math.Max(1, all - normal), sticky, TaskQueueKind.Sticky, stop, abort));
    }

    /// <summary>A slot for the first task of a workflow that this process starts; null when there is none.</summary>
    public EagerWorkflowStarts.ISlot? TryReserve() => !_stopping && _slots.Wait(0) ? new EagerSlot(this) : null;

    /// <summary>Waits for what is under way. Local activities get the graceful time.</summary>
    public async Task ShutdownAsync()
    {
        _stopping = true;
        await _localActivities.BeginShutdownAsync().ConfigureAwait(false);
        var idle = _inFlight.WaitAsync();
        if (!idle.IsCompleted)
        {
            await Task.WhenAny(idle, Task.Delay(_services.Options.GracefulShutdownTimeout, _services.Time)).ConfigureAwait(false);
        }
        await _drain.CancelAsync().ConfigureAwait(false);
        await idle.ConfigureAwait(false);
        _cache.Clear();
        await _localActivities.ShutdownAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        _localActivities.Dispose();
        _drain.Dispose();
        _slots.Dispose();
    }

    private Task RunPollers(int count, string queue, TaskQueueKind kind, CancellationToken stop, CancellationToken abort)
    {
        var request = new PollWorkflowTaskQueueRequest
        {
            Namespace = _services.Namespace,
            TaskQueue = new TaskQueue
            {
                Name = queue,
                Kind = kind,
                NormalName = kind == TaskQueueKind.Sticky ? _services.TaskQueue : "",
            },
            Identity = _services.Identity,
            WorkerInstanceKey = _services.InstanceKey,
        };
        var polls = _services.Metrics.Pollers(kind == TaskQueueKind.Sticky ? "sticky_workflow_task" : "workflow_task");
        return Task.WhenAll(Enumerable.Range(0, count).Select(_ => new TaskPoller<PollWorkflowTaskQueueResponse>(
            _slots,
            rpc => _services.Service.PollWorkflowTaskQueueAsync(request, rpc),
            Handle,
            polls,
            _services.Time,
            _logger).RunAsync(stop, abort)));
    }

    private bool Handle(PollWorkflowTaskQueueResponse response)
    {
        if (response.TaskToken.IsEmpty)
        {
            _services.Metrics.Workflows.Polled(null);
            return false;
        }
        if (response is not { WorkflowExecution.RunId.Length: > 0, WorkflowType: not null })
        {
            Log.TaskIncomplete(_logger);
            return false;
        }
        _services.Metrics.Workflows.Polled(response);
        Dispatch(new(response, _services.Time.GetTimestamp()));
        return true;
    }

    private void Dispatch(PolledWorkflowTask task)
    {
        var run = _cache.Begin(task, out var replaced);
        if (replaced is not null)
        {
            _slots.Release();
        }
        if (run is not null)
        {
            _inFlight.Begin();
            _ = Task.Run(() => WorkAsync(run, task));
        }
    }

    private async Task WorkAsync(WorkflowRun run, PolledWorkflowTask task)
    {
        while (true)
        {
            var next = await _processor.ProcessAsync(run, task).ConfigureAwait(false);
            if (task.IsTakenOver)
            {
                return;
            }
            if (next is not null && !run.IsEvicted)
            {
                task = new(next, _services.Time.GetTimestamp());
                continue;
            }
            _slots.Release();
            var ended = run;
            var waiting = _cache.End(run);
            if (ended.IsEvicted)
            {
                Leave(ended);
            }
            if (waiting is not var (nextRun, nextTask))
            {
                break;
            }
            (run, task) = (nextRun, nextTask);
        }
        _inFlight.End();
    }

    /// <summary>On the watchdog's thread: the worker goes on without the thread that hangs.</summary>
    private void OnDeadlock(WorkflowRun run, PolledWorkflowTask task)
    {
        if (!task.TryTakeOver())
        {
            return;
        }
        run.MarkEvicted();
        _ = Task.Run(async () =>
        {
            await _reporter.FailAsync(
                task.Response,
                WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure,
                ActivationWatchdog.Deadlock(task.Response.WorkflowExecution.WorkflowId)).ConfigureAwait(false);
            _slots.Release();
            _localActivities.CancelAll(run);
            if (_cache.End(run) is var (nextRun, nextTask))
            {
                await WorkAsync(nextRun, nextTask).ConfigureAwait(false);
            }
            else
            {
                _inFlight.End();
            }
        });
    }

    private void Leave(WorkflowRun run)
    {
        _localActivities.CancelAll(run);
        run.Instance?.Dispose();
    }

    private sealed class EagerSlot(WorkflowTaskWorker worker) : EagerWorkflowStarts.ISlot
    {
        private bool _accepted;

        public void Accept(PollWorkflowTaskQueueResponse task)
        {
            _accepted = !task.TaskToken.IsEmpty && worker.Handle(task);
        }

        public void Dispose()
        {
            if (!_accepted)
            {
                _accepted = true;
                worker._slots.Release();
            }
        }
    }
}
