using ActivityCore.Context.Inventory;

namespace ActivityCore.Context;

/// <summary>The sources that definitions can name. Immutable and safe to share.</summary>
public sealed class ContextSources
{
    private readonly Dictionary<string, IContextSource> _byName;

    /// <summary>Sources with unique names.</summary>
    public ContextSources(IEnumerable<IContextSource> sources) =>
        _byName = sources.ToDictionary(source => source.Name, StringComparer.Ordinal);

    /// <summary>The names of the sources that ship, for checking definitions where no source is at hand.</summary>
    public static IReadOnlyCollection<string> ShippedNames { get; } = [StateHubReposSource.SourceName, StateHubHealthSource.SourceName, OpsInventorySource.SourceName];

    /// <summary>Stands for the source of any named endpoint, for checking definitions where the endpoints are not known.</summary>
    public const string AnyEndpoint = "http.NAME";

    /// <summary>Every name, sorted.</summary>
    public IReadOnlyCollection<string> Names => [.. _byName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The source of that name, or null.</summary>
    public IContextSource? Find(string name) => _byName.GetValueOrDefault(name);
}
