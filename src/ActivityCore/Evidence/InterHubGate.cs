namespace ActivityCore.Evidence;

/// <summary>Whether evidence may go to Inter-Hub, and if not, which gate is closed.</summary>
/// <param name="Status">Null: open; otherwise one of <see cref="EvidenceStatus"/>.</param>
/// <param name="Reason">Which setting, for people.</param>
public sealed record InterHubGate(string? Status, string Reason)
{
    /// <summary>Nothing stands in the way.</summary>
    public bool IsOpen => Status is null;

    /// <summary>The gates for an entry: configuration first, then a person's decision.</summary>
    /// <param name="options">From the settings.</param>
    /// <param name="entryHasMapping">Whether the entry has a <c>widget_mapping</c> or a <c>capability_mapping</c> of its own.</param>
    public static InterHubGate Of(EvidenceOptions options, bool entryHasMapping)
    {
        ArgumentNullException.ThrowIfNull(options);
        string?[] missing =
        [
            options.InterHubUrl is null ? "INTER_HUB_URL" : null,
            string.IsNullOrEmpty(options.OpsHubKey) ? "OPS_HUB_KEY" : null,
            options.WidgetMapping.Count == 0 && !entryHasMapping ? "one of OPS_HUB_WIDGET_MAPPING, widget_mapping and capability_mapping" : null,
        ];
        var named = string.Join(", ", missing.OfType<string>());
        return named.Length > 0 ? new(EvidenceStatus.MissingInterHubConfig, $"Missing: {named}.")
            : options.InterHubIsOpen ? new(null, "Open.")
            : new(EvidenceStatus.InterHubSinkDeferred, "INTER_HUB_SUBMISSION is deferred: set it to live once the gates of docs/evidence.md are open.");
    }
}
