using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Sdk.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Activation;

/// <summary>A local activity, as workflow code asks for it.</summary>
internal sealed record LocalActivityRequest
{
    public required uint Seq { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityType { get; init; }

    public required Payloads Input { get; init; }

    public required Header Header { get; init; }

    public required RetryPolicy? RetryPolicy { get; init; }

    public required TimeSpan? ScheduleToCloseTimeout { get; init; }

    public required TimeSpan? ScheduleToStartTimeout { get; init; }

    public required TimeSpan? StartToCloseTimeout { get; init; }

    public required TimeSpan LocalRetryThreshold { get; init; }

    public required ActivityCancellationType CancellationType { get; init; }

    public required UserMetadata? Metadata { get; init; }

    /// <summary>The workflow's time when it was scheduled; its end is this plus how long it took.</summary>
    public DateTime WorkflowTime { get; init; }

    /// <summary>Above 1 when attempts before a timer of the workflow are to be counted.</summary>
    public int Attempt { get; init; } = 1;

    public Timestamp? OriginalScheduleTime { get; init; }
}
