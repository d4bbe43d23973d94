namespace ActivityCore.Evidence;

/// <summary>The names of the sinks, as definitions and rows have them.</summary>
public static class EvidenceSinks
{
    public const string StateHubProgress = "state-hub-progress";
    public const string InterHub = "inter-hub";

    /// <summary>Both.</summary>
    public static IReadOnlyList<string> All { get; } = [StateHubProgress, InterHub];
}
