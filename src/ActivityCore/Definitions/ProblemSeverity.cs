namespace ActivityCore.Definitions;

/// <summary>How bad a problem is.</summary>
public enum ProblemSeverity
{
    /// <summary>The file works; its author probably meant something else.</summary>
    Warning,

    /// <summary>The file is not used.</summary>
    Error,
}
