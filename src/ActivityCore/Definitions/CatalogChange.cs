namespace ActivityCore.Definitions;

/// <summary>What a reload changed, by definition id.</summary>
public sealed record CatalogChange
{
    /// <summary>Definitions that were not there before.</summary>
    public required IReadOnlyList<ActivityDefinition> Added { get; init; }

    /// <summary>Definitions whose content differs, as they are now.</summary>
    public required IReadOnlyList<ActivityDefinition> Changed { get; init; }

    /// <summary>Definitions that are gone, as they were: no new runs; running ones finish.</summary>
    public required IReadOnlyList<ActivityDefinition> Removed { get; init; }

    /// <summary>Files whose state or problems changed to broken, or whose broken content changed.</summary>
    public required IReadOnlyList<CatalogEntry> Broken { get; init; }

    /// <summary>Whether nothing changed.</summary>
    public bool IsEmpty => Added.Count + Changed.Count + Removed.Count + Broken.Count == 0;

    /// <summary>Compares two catalogs.</summary>
    public static CatalogChange Between(DefinitionCatalog before, DefinitionCatalog after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var hashes = before.Entries.ToDictionary(e => e.File, e => (e.FileHash, e.State), StringComparer.Ordinal);
        return new CatalogChange
        {
            Added = [.. after.Definitions.Where(d => before.Find(d.Id) is null)],
            Changed = [.. after.Definitions.Where(d => before.Find(d.Id) is { } old && old.Hash != d.Hash)],
            Removed = [.. before.Definitions.Where(d => after.Find(d.Id) is null)],
            Broken =
            [
                .. after.Entries.Where(e => e.State is DefinitionState.Broken or DefinitionState.BrokenLastGoodKept
                    && (!hashes.TryGetValue(e.File, out var was) || was != (e.FileHash, e.State))),
            ],
        };
    }
}
