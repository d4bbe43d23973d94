using ActivityCore.Rules;

namespace ActivityCore.Definitions;

/// <summary>A task to be rendered; the fields are those of the emission boundary document.</summary>
public sealed record TaskTemplate
{
    /// <summary>Required, not empty when rendered.</summary>
    public required Template Title { get; init; }

    /// <summary>Default empty.</summary>
    public required Template Description { get; init; }

    /// <summary>The repository that the task is for.</summary>
    public required Template TargetRepo { get; init; }

    /// <summary>Renders to high, medium or low. Default medium.</summary>
    public required Template Priority { get; init; }

    /// <summary>Default none.</summary>
    public IReadOnlyList<Template> Labels { get; init; } = [];

    /// <summary>Days until it is due; null: no date.</summary>
    public int? DueInDays { get; init; }

    /// <summary>Null: the task is emitted whenever the rule matches.</summary>
    public DedupeTemplate? Dedupe { get; init; }
}
