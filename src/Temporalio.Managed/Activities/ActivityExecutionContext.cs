using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Runtime;

namespace Temporalio.Activities;

/// <summary>What a running activity can ask and do. It follows the activity's asynchronous flow. Thread-safe.</summary>
public class ActivityExecutionContext
{
    private static readonly AsyncLocal<ActivityExecutionContext?> Local = new();

    private readonly ITemporalClient? _temporalClient;
    private readonly ActivityCancelState _cancelState;
    private MetricMeter? _metricMeter;

    internal ActivityExecutionContext(
        ActivityInfo info,
        ActivityCancelState cancelState,
        ByteString taskToken,
        ILogger logger,
        IPayloadConverter payloadConverter,
        ITemporalClient? temporalClient,
        CancellationToken workerShutdownToken,
        CancellationToken cancellationToken)
    {
        Info = info;
        _cancelState = cancelState;
        TaskToken = taskToken;
        Logger = logger;
        PayloadConverter = payloadConverter;
        _temporalClient = temporalClient;
        WorkerShutdownToken = workerShutdownToken;
        CancellationToken = cancellationToken;
    }

    /// <summary>True inside an activity.</summary>
    public static bool HasCurrent => Local.Value is not null;

    /// <summary>The context of the running activity.</summary>
    /// <exception cref="InvalidOperationException">No activity is running here.</exception>
    public static ActivityExecutionContext Current =>
        Local.Value ?? throw new InvalidOperationException("No current context");

    /// <summary>What is known about the activity.</summary>
    public ActivityInfo Info { get; }

    /// <summary>A logger with the activity's scope.</summary>
    public ILogger Logger { get; }

    /// <summary>Why the activity was cancelled; valid once <see cref="CancellationToken"/> is cancelled.</summary>
    public ActivityCancelReason CancelReason => _cancelState.Reason;

    /// <summary>More about the cancellation; valid once <see cref="CancellationToken"/> is cancelled.</summary>
    public ActivityCancellationDetails? CancellationDetails => _cancelState.Details;

    /// <summary>Cancelled when the activity is. Only an activity that sends heartbeats notices a request of its workflow.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>
    /// Cancelled as soon as the worker begins to shut down, which is
    /// <see cref="Worker.TemporalWorkerOptions.GracefulShutdownTimeout"/> before <see cref="CancellationToken"/>.
    /// </summary>
    public CancellationToken WorkerShutdownToken { get; }

    /// <summary>The payload converter.</summary>
    public IPayloadConverter PayloadConverter { get; }

    /// <summary>The worker's client.</summary>
    /// <exception cref="InvalidOperationException">There is none, as in most tests.</exception>
    public ITemporalClient TemporalClient =>
        _temporalClient ?? throw new InvalidOperationException("No Temporal client available");

    /// <summary>Makes metrics with the activity's type, its task queue and its namespace as tags.</summary>
    public MetricMeter MetricMeter => _metricMeter ??= Meter.WithTags([new(SdkMetricNames.ActivityType, Info.ActivityType)]);

    internal MetricMeter Meter { get; init; } = NoopMetricMeter.Instance;

    internal Action<object?[]>? Heartbeater { get; set; }

    internal ByteString TaskToken { get; }

    /// <summary>
    /// Tells the service that the activity is alive, with details for the next attempt. Returns at once; calls are
    /// throttled by the heartbeat timeout.
    /// </summary>
    public void Heartbeat(params object?[] details) =>
        (Heartbeater ?? throw new InvalidOperationException("Heartbeater not set yet"))(details);

    internal static void SetCurrent(ActivityExecutionContext? context) => Local.Value = context;
}
