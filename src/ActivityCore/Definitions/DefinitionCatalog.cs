using ActivityCore.Routing;

namespace ActivityCore.Definitions;

/// <summary>All definitions at one moment. Immutable and safe to share: whoever holds one sees the same definitions until it asks for the next.</summary>
public sealed class DefinitionCatalog
{
    private readonly Dictionary<Guid, ActivityDefinition> _byId;
    private readonly Dictionary<string, ActivityDefinition> _byName;

    /// <summary>A catalog of entries whose definitions have unique ids and names; <see cref="CatalogBuilder"/> sees to that.</summary>
    public DefinitionCatalog(IEnumerable<CatalogEntry> entries)
    {
        Entries = [.. entries.OrderBy(e => e.File, StringComparer.Ordinal)];
        Definitions = [.. Entries.Select(e => e.Definition).OfType<ActivityDefinition>().OrderBy(d => d.Name, StringComparer.Ordinal)];
        _byId = Definitions.ToDictionary(d => d.Id);
        _byName = Definitions.ToDictionary(d => d.Name, StringComparer.Ordinal);
        Triggers = new TriggerIndex(Definitions);
    }

    /// <summary>A catalog of nothing.</summary>
    public static DefinitionCatalog Empty { get; } = new([]);

    /// <summary>Every file with how it stands, in the order of their paths.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>The definitions in use, disabled ones included, in the order of their names.</summary>
    public IReadOnlyList<ActivityDefinition> Definitions { get; }

    /// <summary>From event types to definitions.</summary>
    public TriggerIndex Triggers { get; }

    /// <summary>The problems of all files, in order.</summary>
    public IEnumerable<FileProblem> Problems => Entries.SelectMany(e => e.Problems);

    /// <summary>Whether any file cannot be used as it is on disk.</summary>
    public bool HasErrors => Entries.Any(e => e.State is DefinitionState.Broken or DefinitionState.BrokenLastGoodKept);

    /// <summary>The definition with that id, or null.</summary>
    public ActivityDefinition? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>The definition with that name, or null.</summary>
    public ActivityDefinition? Find(string name) => _byName.GetValueOrDefault(name);
}
