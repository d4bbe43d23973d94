namespace Temporalio.Worker.Activation;

/// <summary>What happened to a workflow since its code ran last.</summary>
internal sealed record WorkflowActivation
{
    public required DateTime Time { get; init; }

    public required bool IsReplaying { get; init; }

    public required long HistoryLength { get; init; }

    public required long HistorySizeBytes { get; init; }

    public required bool ContinueAsNewSuggested { get; init; }

    /// <summary>True when the run follows the order of events that this worker writes; false for some old histories.</summary>
    public required bool ModernEventLoop { get; init; }

    public required IReadOnlyList<ActivationJob> Jobs { get; init; }
}
