namespace ActivityCore.Definitions;

/// <summary>What an error verdict (wrong types, limits, a template with a missing path) does. It is never counted as a miss.</summary>
public enum RuleErrorPolicy
{
    /// <summary>The run fails and emits nothing.</summary>
    FailRun,

    /// <summary>The rule is recorded with its error for that item and asks for no task there; its other items and the other rules go on.</summary>
    SkipRule,
}
