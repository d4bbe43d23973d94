using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.Worker.Activation;

/// <summary>How an activity ended, as workflow code gets to see it.</summary>
internal sealed record ActivityResolution
{
    public Payload? Result { get; init; }

    public Failure? Failure { get; init; }

    /// <summary>Set when a local activity is to be tried again after a timer of the workflow.</summary>
    public LocalBackoff? Backoff { get; init; }

    internal sealed record LocalBackoff(int NextAttempt, Duration Interval, Timestamp? OriginalScheduleTime);
}
