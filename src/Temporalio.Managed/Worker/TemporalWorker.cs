using Microsoft.Extensions.Logging;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker.ActivityTasks;
using Temporalio.Worker.Instance;
using Temporalio.Worker.WorkflowTasks;

namespace Temporalio.Worker;

/// <summary>Runs workflows and activities of one task queue. Used once: it cannot be started again.</summary>
public class TemporalWorker : IDisposable
{
    // A service that completes polls when told of the shutdown does so at once.
    private static readonly TimeSpan PollEndLimit = TimeSpan.FromSeconds(5);

    private readonly WorkerServices _services;
    private readonly ILogger _logger;
    private readonly WorkflowTaskWorker? _workflows;
    private readonly ActivityTaskWorker? _activities;
    private readonly bool _guarded;
    private int _started;
    private int _disposed;

    /// <summary>Takes a copy of the options.</summary>
    /// <param name="client">A connected client. The worker uses its namespace, converter and interceptors.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">No task queue, nothing to run, a name twice, or a workflow that cannot be made.</exception>
    /// <exception cref="InvalidOperationException">The client has never connected.</exception>
    public TemporalWorker(IWorkerClient client, TemporalWorkerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = (TemporalWorkerOptions)options.Clone();
        if (string.IsNullOrEmpty(Options.TaskQueue))
        {
            throw new ArgumentException("TaskQueue must be set in options", nameof(options));
        }
        if (Options.Activities.Count == 0 && Options.Workflows.Count == 0)
        {
            throw new ArgumentException("Must have at least one workflow or activity", nameof(options));
        }
        _services = new(Connected(client), Options, TimeProvider.System);
        _logger = _services.LoggerFactory.CreateLogger<TemporalWorker>();
        var executor = new ActivityExecutor(_services, new(Options.Activities));
        if (Options.Activities.Count > 0 && !Options.LocalActivityWorkerOnly)
        {
            _activities = new(_services, executor);
        }
        if (Options.Workflows.Count > 0)
        {
            _workflows = new(_services, CreateDetails(executor.Registry), executor, _activities);
            _guarded = !Options.DisableWorkflowTracingEventListener;
            if (_guarded)
            {
                DeterminismGuard.Shared.Register();
            }
        }
    }

    /// <summary>The worker's own copy of its options.</summary>
    public TemporalWorkerOptions Options { get; }

    /// <summary>The client. One that is set is used for every call from then on; running calls go on.</summary>
    /// <exception cref="InvalidOperationException">Set to a client that has never connected.</exception>
    public IWorkerClient Client
    {
        get => _services.Client;
        set => _services.Client = Connected(value);
    }

    /// <summary>Runs until cancelled or until polling fails for good. Never returns normally.</summary>
    /// <param name="stoppingToken">Begins the shutdown.</param>
    /// <exception cref="InvalidOperationException">Started before.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, and shut down.</exception>
    public Task ExecuteAsync(CancellationToken stoppingToken) => ExecuteAsync<ValueTuple>(null, stoppingToken);

    /// <summary>Runs until the task of the function ends, cancelled, or until polling fails for good.</summary>
    /// <param name="untilComplete">Called when the worker starts.</param>
    /// <param name="stoppingToken">Begins the shutdown.</param>
    /// <exception cref="InvalidOperationException">Started before.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, and shut down.</exception>
    public Task ExecuteAsync(Func<Task> untilComplete, CancellationToken stoppingToken = default) => ExecuteAsync(
        async () =>
        {
            await untilComplete().ConfigureAwait(false);
            return default(ValueTuple);
        },
        stoppingToken);

    /// <summary>Runs until the task of the function ends, cancelled, or until polling fails for good.</summary>
    /// <param name="untilComplete">Called when the worker starts.</param>
    /// <param name="stoppingToken">Begins the shutdown.</param>
    /// <exception cref="InvalidOperationException">Started before.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, and shut down.</exception>
    public async Task<TResult> ExecuteAsync<TResult>(Func<Task<TResult>>? untilComplete, CancellationToken stoppingToken = default)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("Already started");
        }
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        var completesPolls = await CheckNamespaceAsync().ConfigureAwait(false);
        using var stop = new CancellationTokenSource();
        using var abort = new CancellationTokenSource();
        var polling = Task.WhenAll(
            _workflows?.PollAsync(stop.Token, abort.Token) ?? Task.CompletedTask,
            _activities?.PollAsync(stop.Token, abort.Token) ?? Task.CompletedTask);
        var eager = RegisterForEagerStarts();
        var cancelled = Task.Delay(Timeout.Infinite, stoppingToken);
        var user = untilComplete?.Invoke();
        try
        {
            await Task.WhenAny(user is null ? [polling, cancelled] : [polling, cancelled, user]).ConfigureAwait(false);
            Log.ShuttingDown(_logger, _services.TaskQueue);
        }
        finally
        {
            eager?.Dispose();
            await stop.CancelAsync().ConfigureAwait(false);
            await EndPollsAsync(polling, completesPolls, abort).ConfigureAwait(false);
            await Task.WhenAll(
                _workflows?.ShutdownAsync() ?? Task.CompletedTask,
                _activities?.ShutdownAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }
        if (polling.IsFaulted)
        {
            await polling.ConfigureAwait(false);
        }
        if (user is { IsCompleted: true })
        {
            return await user.ConfigureAwait(false);
        }
        stoppingToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException("The worker ended although nobody asked it to");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the worker holds. A running worker is not stopped by it.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }
        _workflows?.Dispose();
        _activities?.Dispose();
        if (_guarded)
        {
            DeterminismGuard.Shared.Unregister();
        }
    }

    private static ITemporalClient Connected(IWorkerClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client is ITemporalClient { Connection.IsConnected: true } connected
            ? connected
            : throw new InvalidOperationException("Cannot use unconnected lazy client for worker");
    }

    private WorkflowInstanceDetails CreateDetails(ActivityRegistry registry) => new()
    {
        Namespace = _services.Namespace,
        TaskQueue = _services.TaskQueue,
        DataConverter = _services.DataConverter,
        Interceptors = _services.Interceptors,
        LoggerFactory = _services.LoggerFactory,
        Meter = _services.Metrics.Meter,
        StackTrace = Options.WorkflowStackTrace,
        TracingEventsEnabled = !Options.DisableWorkflowTracingEventListener,
        EagerActivities = !Options.DisableEagerActivityExecution,
        FailureExceptionTypes = Options.WorkflowFailureExceptionTypes,
        CheckLocalActivity = registry.Check,
        OnTaskStarting = Options.OnTaskStarting,
        OnTaskCompleted = Options.OnTaskCompleted,
    };

    /// <summary>True when the service answers open polls as soon as it hears of the shutdown.</summary>
    private async Task<bool> CheckNamespaceAsync()
    {
        try
        {
            var response = await _services.Service.DescribeNamespaceAsync(
                new() { Namespace = _services.Namespace }, new() { Retry = true }).ConfigureAwait(false);
            return response.NamespaceInfo?.Capabilities?.WorkerPollCompleteOnShutdown == true;
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.Unimplemented)
        {
            return false;
        }
    }

    private IDisposable? RegisterForEagerStarts() =>
        _workflows is not null && _services.Client.Connection is TemporalConnection connection
            ? connection.EagerStarts.Register(_services.Namespace, _services.TaskQueue, _workflows.TryReserve)
            : null;

    /// <summary>The service is told first, so that it hands out no task to a poll that nobody will answer.</summary>
    private async Task EndPollsAsync(Task polling, bool completesPolls, CancellationTokenSource abort)
    {
        try
        {
            await _services.Service.ShutdownWorkerAsync(
                new()
                {
                    Namespace = _services.Namespace,
                    StickyTaskQueue = _services.StickyQueue ?? "",
                    Identity = _services.Identity,
                    Reason = "graceful shutdown",
                    WorkerInstanceKey = _services.InstanceKey,
                    TaskQueue = _services.TaskQueue,
                    TaskQueueTypes = { TaskQueueTypes() },
                },
                new() { Timeout = PollEndLimit }).ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            Log.ShutdownNotTold(_logger, e);
        }
        if (completesPolls)
        {
            await Task.WhenAny(polling, Task.Delay(PollEndLimit, _services.Time)).ConfigureAwait(false);
        }
        await abort.CancelAsync().ConfigureAwait(false);
        await polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IEnumerable<TaskQueueType> TaskQueueTypes()
    {
        if (_workflows is not null)
        {
            yield return TaskQueueType.Workflow;
        }
        if (_activities is not null)
        {
            yield return TaskQueueType.Activity;
        }
    }
}
