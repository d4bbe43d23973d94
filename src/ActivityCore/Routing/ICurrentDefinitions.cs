using ActivityCore.Definitions;

namespace ActivityCore.Routing;

/// <summary>The definitions in use. Safe to share.</summary>
public interface ICurrentDefinitions
{
    /// <summary>The catalog at this moment; whoever holds it sees the same definitions until it asks again.</summary>
    DefinitionCatalog Catalog { get; }
}
