using Temporalio.Common;

namespace Temporalio.Worker;

/// <summary>How a replay went.</summary>
/// <param name="History">What was replayed.</param>
/// <param name="ReplayFailure">What failed the replay, if anything. A failure of the workflow itself is none.</param>
public record WorkflowReplayResult(WorkflowHistory History, Exception? ReplayFailure);
