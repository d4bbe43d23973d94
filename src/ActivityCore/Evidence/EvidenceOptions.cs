namespace ActivityCore.Evidence;

/// <summary>Where evidence goes, from the settings. Holds a secret: never log it.</summary>
public sealed record EvidenceOptions
{
    /// <summary>State Hub's base address, or null.</summary>
    public Uri? StateHubUrl { get; init; }

    /// <summary>Inter-Hub's base address, or null.</summary>
    public Uri? InterHubUrl { get; init; }

    /// <summary>The key of ops-hub, or null. Secret.</summary>
    public string? OpsHubKey { get; init; }

    /// <summary>Event types and entities to widgets, beside what definitions say.</summary>
    public IReadOnlyDictionary<string, string> WidgetMapping { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether a person has opened the gates to Inter-Hub. Default false: evidence is deferred and State Hub stands in.</summary>
    public bool InterHubIsOpen { get; init; }

    /// <summary>What ops-hub's active manifest declares; nothing else is sent. Default the five types of the contract.</summary>
    public IReadOnlyList<string> ManifestEventTypes { get; init; } = OpsEvents.EventTypes;

    /// <summary>Gives nothing away.</summary>
    public override string ToString() => $"State Hub {StateHubUrl}, Inter-Hub {InterHubUrl} ({(InterHubIsOpen ? "open" : "deferred")})";
}
