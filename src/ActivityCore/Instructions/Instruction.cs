using ActivityCore.Definitions;
using ActivityCore.Rules;

namespace ActivityCore.Instructions;

/// <summary>An action other than a task, with the condition under which it is done. Immutable and safe to share.</summary>
public sealed record Instruction
{
    /// <summary>Unique in the definition, among its rules too; the <c>source_id</c> of its tasks and part of their keys.</summary>
    public required string Id { get; init; }

    /// <summary>Does it once for each item of a list. Null: once.</summary>
    public ForEach? ForEach { get; init; }

    /// <summary>The condition. Null: always holds.</summary>
    public Expression? When { get; init; }

    /// <summary>What an error does, of the decision as of the action. Default fail the run.</summary>
    public InstructionErrorPolicy OnError { get; init; } = InstructionErrorPolicy.FailRun;

    /// <summary>What is done.</summary>
    public required InstructionAction Action { get; init; }

    /// <summary>How long one attempt (of a workflow: the whole of it) may take; null: the default of its kind, see <see cref="InstructionLimits"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether its result is a list of tasks. Default false: the result is only recorded.</summary>
    public bool ReturnsTasks { get; init; }

    /// <summary>
    /// What follows an attempt whose end is not known, because its worker died. False, the default: another attempt, so that the action may be done twice.
    /// True: none, so that it may not have been done, and that is a failure.
    /// </summary>
    public bool AtMostOnce { get; init; }

    /// <summary>Line in the file (1-based), for messages.</summary>
    public int Line { get; init; }
}
