namespace ActivityCore.Definitions;

/// <summary>How a file of the folder stands.</summary>
public enum DefinitionState
{
    /// <summary>The file's definition is in use.</summary>
    Loaded,

    /// <summary>As loaded, but <c>enabled: false</c>: no runs.</summary>
    Disabled,

    /// <summary>The file has errors; the last good version stays in use.</summary>
    BrokenLastGoodKept,

    /// <summary>The file has errors and there is no good version: no runs.</summary>
    Broken,
}
