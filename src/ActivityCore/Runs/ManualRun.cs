using ActivityCore.Storage;

namespace ActivityCore.Runs;

/// <summary>What a request for a run came to.</summary>
/// <param name="IsNew">False: the same request had been made before.</param>
/// <param name="Run">The run that stands.</param>
public sealed record ManualRun(bool IsNew, RunRecord Run);
