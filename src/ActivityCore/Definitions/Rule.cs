using ActivityCore.Rules;

namespace ActivityCore.Definitions;

/// <summary>A condition and the tasks that follow when it holds.</summary>
public sealed record Rule
{
    /// <summary>Unique in the definition; the <c>source_id</c> of its tasks and part of their keys.</summary>
    public required string Id { get; init; }

    /// <summary>Evaluates the rule once for each item of a list. Null: once.</summary>
    public ForEach? ForEach { get; init; }

    /// <summary>The condition. Null: always holds.</summary>
    public Expression? When { get; init; }

    /// <summary>What an error of the rule does. Default fail the run.</summary>
    public RuleErrorPolicy OnError { get; init; } = RuleErrorPolicy.FailRun;

    /// <summary>At least one.</summary>
    public required IReadOnlyList<TaskTemplate> Emit { get; init; }

    /// <summary>Line in the file (1-based), for messages.</summary>
    public int Line { get; init; }
}
