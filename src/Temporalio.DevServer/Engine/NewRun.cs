using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Sdk.V1;

namespace Temporalio.DevServer.Engine;

/// <summary>Everything a new run begins with. Durations are ticks.</summary>
internal sealed record NewRun
{
    public required string WorkflowType { get; init; }

    public required string TaskQueue { get; init; }

    public Payloads? Input { get; init; }

    public Header? Header { get; init; }

    public long ExecutionTimeout { get; init; }

    public long RunTimeout { get; init; }

    public long TaskTimeout { get; init; }

    public RetryPolicy? RetryPolicy { get; init; }

    public string CronSchedule { get; init; } = "";

    public Memo? Memo { get; init; }

    public SearchAttributes? SearchAttributes { get; init; }

    public string Identity { get; init; } = "";

    public string RequestId { get; init; } = "";

    /// <summary>How long the first workflow task waits.</summary>
    public long Backoff { get; init; }

    public ParentLink? Parent { get; init; }

    /// <summary>A child's first workflow task waits for its parent.</summary>
    public bool WaitForParent { get; init; }

    public string RootWorkflowId { get; init; } = "";

    public string RootRunId { get; init; } = "";

    public ContinueAsNewInitiator Initiator { get; init; }

    public Failure? ContinuedFailure { get; init; }

    public Payloads? LastCompletionResult { get; init; }

    /// <summary>The run before this one in its chain; empty for the first.</summary>
    public string ContinuedRunId { get; init; } = "";

    /// <summary>The first run of the chain; empty for the first.</summary>
    public string FirstRunId { get; init; } = "";

    public int Attempt { get; init; } = 1;

    /// <summary>Carried along a chain; 0 to count from now.</summary>
    public long ExecutionDeadline { get; init; }

    public UserMetadata? UserMetadata { get; init; }

    public Priority? Priority { get; init; }

    public bool EagerAccepted { get; init; }
}
