using Google.Protobuf.WellKnownTypes;

namespace Temporalio.Common;

/// <summary>How a workflow or an activity is tried again after a failure.</summary>
public record RetryPolicy
{
    /// <summary>Time until the second attempt. Default 1 s.</summary>
    public TimeSpan InitialInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Each interval is the one before times this. Default 2.</summary>
    public float BackoffCoefficient { get; set; } = 2.0F;

    /// <summary>Longest interval. Unset, the service takes 100 times the first.</summary>
    public TimeSpan? MaximumInterval { get; set; }

    /// <summary>Most attempts, the first included. 0, the default, means no limit.</summary>
    public int MaximumAttempts { get; set; }

    /// <summary>Types of application failures that end the attempts.</summary>
    public IReadOnlyCollection<string>? NonRetryableErrorTypes { get; set; }

    internal Api.Common.V1.RetryPolicy ToProto()
    {
        var proto = new Api.Common.V1.RetryPolicy
        {
            InitialInterval = Duration.FromTimeSpan(InitialInterval),
            BackoffCoefficient = BackoffCoefficient,
            MaximumInterval = MaximumInterval is { } maximum ? Duration.FromTimeSpan(maximum) : null,
            MaximumAttempts = MaximumAttempts,
        };
        proto.NonRetryableErrorTypes.AddRange(NonRetryableErrorTypes ?? []);
        return proto;
    }

    internal static RetryPolicy FromProto(Api.Common.V1.RetryPolicy proto) => new()
    {
        InitialInterval = proto.InitialInterval?.ToTimeSpan() ?? TimeSpan.FromSeconds(1),
        BackoffCoefficient = (float)proto.BackoffCoefficient,
        MaximumInterval = proto.MaximumInterval?.ToTimeSpan(),
        MaximumAttempts = proto.MaximumAttempts,
        NonRetryableErrorTypes = proto.NonRetryableErrorTypes.Count == 0 ? null : proto.NonRetryableErrorTypes,
    };
}
