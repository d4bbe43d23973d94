using ActivityCore.Instructions;

namespace ActivityCore.Definitions;

/// <summary>
/// A validated definition: what should follow when something happens. Immutable and safe to share; a reload builds new ones.
/// </summary>
public sealed record ActivityDefinition
{
    /// <summary>Never changes over the definition's life; part of every workflow id and task key.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name people use: unique in the folder, the file's name without its ending by convention.</summary>
    public required string Name { get; init; }

    /// <summary>The team that answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>One sentence for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>A disabled definition is validated and listed and starts no run. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What starts a run: any of them.</summary>
    public required IReadOnlyList<Trigger> Triggers { get; init; }

    /// <summary>What is looked up before the rules are evaluated, in the order of the file.</summary>
    public IReadOnlyList<ContextEntry> Context { get; init; } = [];

    /// <summary>All of them are evaluated; each that matches emits.</summary>
    public IReadOnlyList<Rule> Rules { get; init; } = [];

    /// <summary>Actions other than tasks, done in this order after all rules are evaluated.</summary>
    public IReadOnlyList<Instruction> Instructions { get; init; } = [];

    /// <summary>Facts that are submitted once the tasks are emitted.</summary>
    public IReadOnlyList<EvidenceEntry> Evidence { get; init; } = [];

    /// <summary>Bounds that park a run instead of flooding the tracker.</summary>
    public Limits Limits { get; init; } = new();

    /// <summary>Lower-case hex SHA-256 of the file's bytes: which version of the definition a run was decided by.</summary>
    public required string Hash { get; init; }

    /// <summary>The file's text, kept so that a run can be decided again by exactly this version.</summary>
    public required string Source { get; init; }

    /// <summary>The file's path relative to the definitions' folder.</summary>
    public required string File { get; init; }
}
