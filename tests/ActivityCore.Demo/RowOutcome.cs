namespace ActivityCore.Demo;

/// <summary>How a row ended.</summary>
internal enum RowOutcome
{
    Ok,

    /// <summary>A component is not on this machine.</summary>
    Skipped,

    Failed,
}
