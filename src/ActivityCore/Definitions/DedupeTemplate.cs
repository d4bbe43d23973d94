using ActivityCore.Rules;

namespace ActivityCore.Definitions;

/// <summary>Same problem within the window: the first task's reference, no new task.</summary>
public sealed record DedupeTemplate
{
    /// <summary>Identifies the problem across occurrences, rules and definitions.</summary>
    public required Template Key { get; init; }

    /// <summary>How long the first task stands for the problem.</summary>
    public required TimeSpan Window { get; init; }
}
