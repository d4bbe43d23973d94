namespace ActivityCore.Definitions;

/// <summary>What an error verdict (wrong types, limits, a template with a missing path) does. It is never counted as a miss.</summary>
public enum RuleErrorPolicy
{
    /// <summary>The run fails and emits nothing.</summary>
    FailRun,

    /// <summary>The rule is recorded with its error; the others go on.</summary>
    SkipRule,
}
