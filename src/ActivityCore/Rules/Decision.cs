using ActivityCore.Tasks;

namespace ActivityCore.Rules;

/// <summary>What a run decided: every verdict with its explanation, misses included, and the tasks that follow, in the order of the file.</summary>
public sealed record Decision
{
    /// <summary>One entry a rule and item.</summary>
    public required IReadOnlyList<RuleDecision> Rules { get; init; }

    /// <summary>The tasks to emit. Empty where a rule with <c>on_error: fail_run</c> came to an error.</summary>
    public required IReadOnlyList<PlannedTask> Tasks { get; init; }

    /// <summary>The error that fails the run, or null.</summary>
    public string? FailRun { get; init; }
}
