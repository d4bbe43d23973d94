namespace ActivityCore.Rules;

/// <summary>What a rule came to.</summary>
public enum Verdict
{
    /// <summary>The condition holds.</summary>
    Match,

    /// <summary>The condition is false, or unknown because a path is missing.</summary>
    Miss,

    /// <summary>It could not be evaluated: wrong types, a limit, a template with a missing path.</summary>
    Error,
}
