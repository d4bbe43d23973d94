namespace ActivityCore.Definitions;

/// <summary>What happens when a context source cannot be read.</summary>
public enum ContextErrorPolicy
{
    /// <summary>The activity fails and Temporal retries it.</summary>
    Fail,

    /// <summary>The entry is left out: paths below it are missing, so conditions on it are unknown and say so.</summary>
    Skip,
}
