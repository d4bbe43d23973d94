namespace ActivityCore.Definitions;

/// <summary>What a reload came to. A closed set: the folder was read, or it was left alone.</summary>
public abstract record ReloadResult
{
    private ReloadResult()
    {
    }

    /// <summary>The folder was read and its catalog is in use; single files of it may be broken.</summary>
    public sealed record Read(DefinitionCatalog Catalog, CatalogChange Change) : ReloadResult;

    /// <summary>The folder is empty or cannot be read: nothing changed, and someone should look.</summary>
    public sealed record Refused(string Reason) : ReloadResult;
}
