using ActivityCore.Rules;

namespace ActivityCore.Definitions;

/// <summary>The list that a rule walks over.</summary>
public sealed record ForEach
{
    /// <summary>The name of the item in conditions and templates.</summary>
    public required string Item { get; init; }

    /// <summary>The list.</summary>
    public required Expression In { get; init; }

    /// <summary>
    /// What identifies an item in task keys whatever its place in the list. Required by validation where the list comes from
    /// context, whose order may differ between attempts; null: the index.
    /// </summary>
    public Expression? Key { get; init; }
}
