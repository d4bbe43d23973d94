using ActivityCore.Tasks;

namespace ActivityCore.Runs;

/// <summary>An emission left tasks without a reference.</summary>
internal sealed class TasksOpenException(EmissionOutcome outcome) : Exception(outcome.Describe())
{
    public EmissionOutcome Outcome { get; } = outcome;
}
