namespace ActivityCore.Storage;

/// <summary>A run was named that was never written down: a fault of the caller, so a retry does not help.</summary>
public sealed class RunNotFoundException(string runId) : Exception($"There is no run {runId}.")
{
    public string RunId { get; } = runId;
}
