namespace ActivityCore.Rules;

/// <summary>One comparison or call of a condition.</summary>
public sealed record LeafExplanation
{
    /// <summary>The leaf as written.</summary>
    public required string Text { get; init; }

    /// <summary><c>true</c>, <c>false</c>, <c>unknown</c>, <c>error</c> or <c>not evaluated</c> (what stands before it had decided).</summary>
    public required string Outcome { get; init; }

    /// <summary>Each path and call of the leaf with the value it had as compact JSON (shortened to 200 characters), or <c>missing</c>, or <c>error</c>.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is missing (with the nearest existing key) or wrong; null for true and false.</summary>
    public string? Note { get; init; }
}
