using ActivityCore.Rules;

namespace ActivityCore.Tasks;

/// <summary>The tasks of one run, to be emitted.</summary>
public sealed record Emission
{
    public required string RunId { get; init; }

    public required Guid DefinitionId { get; init; }

    public required string DefinitionHash { get; init; }

    /// <summary>The saved decision: its tasks are sent, its verdicts are copied into the audit.</summary>
    public required Decision Decision { get; init; }
}
