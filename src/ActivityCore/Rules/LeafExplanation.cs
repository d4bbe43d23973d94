namespace ActivityCore.Rules;

/// <summary>One comparison or call of a condition.</summary>
public sealed record LeafExplanation
{
    /// <summary>The leaf as written.</summary>
    public required string Text { get; init; }

    /// <summary><c>true</c>, <c>false</c>, <c>unknown</c>, <c>error</c> or <c>not evaluated</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Each path of the leaf with the value it had as compact JSON (shortened to 200 characters), or <c>missing</c>.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
