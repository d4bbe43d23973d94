namespace ActivityCore.Evidence;

/// <summary>The five event types of the evidence intake contract, and where their entities stand in an answer of <c>ops-inventory</c>.</summary>
internal static class OpsEvents
{
    /// <summary>The type of progress that an inventory probe is in State Hub.</summary>
    public const string InventoryProbe = "ops_inventory_probe";

    public static readonly IReadOnlyList<(string EventType, string Items, string Key)> All =
    [
        ("ops-service-observed", "services", "service"),
        ("ops-endpoint-verified", "endpoints", "endpoint"),
        ("ops-access-path-checked", "access_paths", "access_path"),
        ("ops-backup-verified", "backups", "backup"),
        ("ops-inventory-drift", "drift", "entity"),
    ];

    public static IReadOnlyList<string> EventTypes { get; } = [.. All.Select(one => one.EventType)];

    /// <summary>List and key of a type's entities, or nulls.</summary>
    public static (string? Items, string? Key) Find(string eventType) =>
        All.FirstOrDefault(one => string.Equals(one.EventType, eventType, StringComparison.Ordinal)) is { Items: not null } found ? (found.Items, found.Key) : (null, null);
}
