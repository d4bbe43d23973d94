using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Runs;

/// <summary>What sending a run's tasks by hand came to. A closed set.</summary>
public abstract record EmitResult
{
    private EmitResult()
    {
    }

    /// <summary>Every task was tried; those that had a live reference were not sent again.</summary>
    public sealed record Emitted(EmissionOutcome Outcome) : EmitResult;

    /// <summary>There is no such run.</summary>
    public sealed record NotFound : EmitResult;

    /// <summary>The run has nothing to send in this state.</summary>
    /// <param name="State">Its state.</param>
    /// <param name="Reason">Why, and what to do instead.</param>
    public sealed record NotReady(RunState State, string Reason) : EmitResult;
}
