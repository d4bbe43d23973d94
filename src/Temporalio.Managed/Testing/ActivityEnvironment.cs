using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Converters;

namespace Temporalio.Testing;

/// <summary>Runs the code of an activity in a test, with a context and without a worker.</summary>
public record ActivityEnvironment
{
    /// <summary>What an activity knows of itself unless told otherwise.</summary>
    public static readonly ActivityInfo DefaultInfo = new(
        ActivityId: "test",
        ActivityType: "unknown",
        Attempt: 1,
        CurrentAttemptScheduledTime: DateTime.UnixEpoch,
        DataConverter: DataConverter.Default,
        HeartbeatDetails: [],
        HeartbeatTimeout: null,
        IsLocal: false,
        Priority: Priority.Default,
        ScheduleToCloseTimeout: TimeSpan.FromSeconds(1),
        ScheduledTime: DateTime.UnixEpoch,
        StartToCloseTimeout: TimeSpan.FromSeconds(1),
        StartedTime: DateTime.UnixEpoch,
        TaskQueue: "test",
        TaskToken: "test"u8.ToArray(),
        WorkflowId: "test",
        WorkflowNamespace: "default",
        WorkflowRunId: "test-run",
        WorkflowType: "test");

    private readonly ActivityCancelState _cancelState = new();

    /// <summary>What the activity knows of itself. Default: <see cref="DefaultInfo"/>.</summary>
    public ActivityInfo Info { get; init; } = DefaultInfo;

    /// <summary>The activity's logger. Default: none.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The activity's payload converter. Default: that of <see cref="DataConverter.Default"/>.</summary>
    public IPayloadConverter PayloadConverter { get; init; } = DataConverter.Default.PayloadConverter;

    /// <summary>The activity's client. Default: none, and asking for it fails.</summary>
    public ITemporalClient? TemporalClient { get; init; }

    /// <summary>The source of the activity's cancellation token; better use <see cref="Cancel"/>.</summary>
    public CancellationTokenSource CancellationTokenSource { get; init; } = new();

    /// <summary>The source of the activity's worker shutdown token.</summary>
    public CancellationTokenSource WorkerShutdownTokenSource { get; init; } = new();

    /// <summary>The activity's metrics. Default: they go nowhere.</summary>
    public MetricMeter? MetricMeter { get; init; }

    /// <summary>Called for each heartbeat. Default: does nothing.</summary>
    public Action<object?[]> Heartbeater { get; init; } = static _ => { };

    /// <summary>Runs an activity.</summary>
    public Task RunAsync(Action activity) => RunAsync(() =>
    {
        activity();
        return Task.CompletedTask;
    });

    /// <summary>Runs an activity.</summary>
    public Task<T> RunAsync<T>(Func<T> activity) => RunAsync(() => Task.FromResult(activity()));

    /// <summary>Runs an activity.</summary>
    public Task RunAsync(Func<Task> activity) => RunAsync(async () =>
    {
        await activity().ConfigureAwait(false);
        return default(ValueTuple);
    });

    /// <summary>Runs an activity.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> activity)
    {
        ActivityExecutionContext.SetCurrent(new(
            Info,
            _cancelState,
            ByteString.Empty,
            Logger,
            PayloadConverter,
            TemporalClient,
            WorkerShutdownTokenSource.Token,
            CancellationTokenSource.Token)
        {
            Heartbeater = Heartbeater,
            Meter = MetricMeter ?? NoopMetricMeter.Instance,
        });
        try
        {
            return await activity().ConfigureAwait(false);
        }
        finally
        {
            ActivityExecutionContext.SetCurrent(null);
        }
    }

    /// <summary>Cancels the activity, unless that has been done.</summary>
    public void Cancel(ActivityCancelReason reason = ActivityCancelReason.CancelRequested, ActivityCancellationDetails? details = null)
    {
        if (_cancelState.TrySet(reason, details ?? ActivityCancelState.DetailsOf(reason)))
        {
            CancellationTokenSource.Cancel();
        }
    }
}
