namespace ActivityCore.Context.Inventory;

/// <summary>What should run, be reachable and be backed up. Immutable.</summary>
internal sealed record OpsInventory
{
    /// <summary>The repository that it is kept in.</summary>
    public required string Repo { get; init; }

    public required string Environment { get; init; }

    public bool AllowPrivate { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public IReadOnlyList<InventoryService> Services { get; init; } = [];

    public IReadOnlyList<InventoryEndpoint> Endpoints { get; init; } = [];

    public IReadOnlyList<InventoryAccessPath> AccessPaths { get; init; } = [];

    public IReadOnlyList<InventoryBackup> Backups { get; init; } = [];

    public InventoryDiscovery? Discovery { get; init; }
}

/// <summary>What every entity has.</summary>
internal abstract record InventoryEntity
{
    public required string Name { get; init; }

    /// <summary>The repository that tasks about it go to.</summary>
    public required string Repo { get; init; }

    public required string Severity { get; init; }
}

internal sealed record InventoryService : InventoryEntity
{
    public required string Environment { get; init; }

    public Uri? Health { get; init; }

    public bool ShouldRun { get; init; } = true;
}

internal sealed record InventoryEndpoint : InventoryEntity
{
    public string? Service { get; init; }

    public required Uri Url { get; init; }

    public int? Status { get; init; }

    public int TlsMinDays { get; init; } = 14;
}

internal sealed record InventoryAccessPath : InventoryEntity
{
    public string? Target { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public bool ShouldBeOpen { get; init; } = true;
}

internal sealed record InventoryBackup : InventoryEntity
{
    public string? Service { get; init; }

    public required string Path { get; init; }

    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(26);

    public int MinBytes { get; init; } = 1;
}

internal sealed record InventoryDiscovery(string Endpoint, string Path, string List, string Name);
