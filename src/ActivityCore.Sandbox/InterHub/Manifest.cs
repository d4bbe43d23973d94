namespace ActivityCore.Sandbox.InterHub;

/// <summary>What ops-hub's active manifest declares and the type registries know: the recommended vocabulary of the evidence intake document.</summary>
public sealed record Manifest
{
    /// <summary>Event types that the registry knows.</summary>
    public IReadOnlySet<string> RegisteredEventTypes { get; init; } = Set(
        "ops-service-observed", "ops-endpoint-verified", "ops-access-path-checked", "ops-backup-verified", "ops-inventory-drift", "ops-undeclared");

    /// <summary>Event types that the consumer's manifest declares; the others are refused though they are registered.</summary>
    public IReadOnlySet<string> DeclaredEventTypes { get; init; } = Set(
        "ops-service-observed", "ops-endpoint-verified", "ops-access-path-checked", "ops-backup-verified", "ops-inventory-drift");

    public IReadOnlySet<string> WidgetTypes { get; init; } = Set("ops-service-card", "ops-endpoint-card", "ops-access-path-card", "ops-backup-card", "ops-drift-card");

    public IReadOnlySet<string> PolicyScopes { get; init; } = Set("internal", "ops-evidence");

    private static HashSet<string> Set(params string[] names) => new(names, StringComparer.Ordinal);
}
