using System.Runtime.CompilerServices;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Worker.Instance;
using Temporalio.Worker.WorkflowTasks;

namespace Temporalio.Worker;

/// <summary>Runs workflow code against histories, to see that it still does what it did. Thread-safe.</summary>
public class WorkflowReplayer
{
    /// <summary>Keeps the options.</summary>
    /// <exception cref="ArgumentException">There is no workflow.</exception>
    public WorkflowReplayer(WorkflowReplayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Workflows.Count == 0)
        {
            throw new ArgumentException("Must have at least one workflow", nameof(options));
        }
        Options = options;
    }

    /// <summary>The options.</summary>
    public WorkflowReplayerOptions Options { get; }

    /// <summary>Replays a history.</summary>
    /// <param name="history">The history.</param>
    /// <param name="throwOnReplayFailure">False to report a failure in the result.</param>
    /// <param name="cancellationToken">Ends the replay before it begins.</param>
    /// <exception cref="InvalidWorkflowOperationException">A task of the workflow failed, as when the code has changed.</exception>
    public async Task<WorkflowReplayResult> ReplayWorkflowAsync(
        WorkflowHistory history, bool throwOnReplayFailure = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        cancellationToken.ThrowIfCancellationRequested();
        if (!Options.DisableWorkflowTracingEventListener)
        {
            DeterminismGuard.Shared.Register();
        }
        Exception? failure;
        try
        {
            // Off the caller's thread: code may hang.
            var deadlock = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
            using var watchdog = new ActivationWatchdog(TimeProvider.System, enabled: !Options.DebugMode);
            var replay = Task.Run(() => ReplayAsync(history, watchdog, deadlock), CancellationToken.None);
            failure = await (await Task.WhenAny(replay, deadlock.Task).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            if (!Options.DisableWorkflowTracingEventListener)
            {
                DeterminismGuard.Shared.Unregister();
            }
        }
        return failure is not null && throwOnReplayFailure ? throw failure : new(history, failure);
    }

    /// <summary>Replays histories one after the other.</summary>
    /// <param name="histories">The histories.</param>
    /// <param name="throwOnReplayFailure">True to end with the first failure.</param>
    /// <param name="cancellationToken">Ends the replay before the next history.</param>
    public async Task<IEnumerable<WorkflowReplayResult>> ReplayWorkflowsAsync(
        IEnumerable<WorkflowHistory> histories, bool throwOnReplayFailure = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(histories);
        var results = new List<WorkflowReplayResult>();
        foreach (var history in histories)
        {
            results.Add(await ReplayWorkflowAsync(history, throwOnReplayFailure, cancellationToken).ConfigureAwait(false));
        }
        return results;
    }

    /// <summary>Replays histories one after the other, as they come.</summary>
    /// <param name="histories">The histories.</param>
    /// <param name="throwOnReplayFailure">True to end with the first failure.</param>
    /// <param name="cancellationToken">Ends the replay before the next history.</param>
    public async IAsyncEnumerable<WorkflowReplayResult> ReplayWorkflowsAsync(
        IAsyncEnumerable<WorkflowHistory> histories,
        bool throwOnReplayFailure = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var history in histories.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return await ReplayWorkflowAsync(history, throwOnReplayFailure, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Exception?> ReplayAsync(WorkflowHistory history, ActivationWatchdog watchdog, TaskCompletionSource<Exception?> deadlock)
    {
        // Copies: codecs and converters decode in place.
        Api.History.V1.HistoryEvent[] events = [.. history.Events.Select(e => e.Clone())];
        var runId = events.Length > 0 ? events[0].WorkflowExecutionStartedEventAttributes?.OriginalExecutionRunId : null;
        var run = new WorkflowRun(string.IsNullOrEmpty(runId) ? "replay" : runId, Options.Namespace);
        try
        {
            var driver = new RunDriver(CreateDetails(), new(Options.Workflows));
            // As if every task had been worked on before.
            run.Machines.AddHistory(events, previousStartedEventId: long.MaxValue);
            await driver.AdvanceAsync(run, live: false, Watch).ConfigureAwait(false);
            return null;
        }
        catch (WorkflowTaskException e)
        {
            return e.Reason as InvalidWorkflowOperationException ??
                new InvalidWorkflowOperationException($"Replay failed: {e.Reason.GetType().Name}: {e.Reason.Message}", e.Reason.StackTrace);
        }
        finally
        {
            run.Instance?.Dispose();
        }

        void Watch(bool begin)
        {
            if (begin)
            {
                watchdog.Begin(run, () => deadlock.TrySetResult(ActivationWatchdog.Deadlock(run.Machines.Started?.WorkflowId ?? history.Id)));
            }
            else
            {
                watchdog.End(run);
            }
        }
    }

    private WorkflowInstanceDetails CreateDetails() => new()
    {
        Namespace = Options.Namespace,
        TaskQueue = Options.TaskQueue,
        DataConverter = Options.DataConverter,
        Interceptors = [.. Options.Interceptors ?? []],
        LoggerFactory = Options.LoggerFactory,
        Meter = NoopMetricMeter.Instance,
        StackTrace = WorkflowStackTrace.None,
        TracingEventsEnabled = !Options.DisableWorkflowTracingEventListener,
        EagerActivities = true,
        FailureExceptionTypes = Options.WorkflowFailureExceptionTypes,
        CheckLocalActivity = static _ => { },
        OnTaskStarting = static (_, _) => { },
        OnTaskCompleted = static (_, _, _) => { },
    };
}
