using System.Collections.Frozen;

namespace Temporalio.DevServer.Visibility;

internal enum QueryTokenKind
{
    Name,
    Text,
    Number,
    Symbol,

    /// <summary>Text whose quote does not end.</summary>
    Unended,
    End,
}

/// <summary>One token of a list filter. A name that was quoted is never a keyword.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, without quotes.</param>
/// <param name="Quoted">Whether it stood in quotes.</param>
/// <param name="End">Where it ends in the filter.</param>
internal readonly record struct QueryToken(QueryTokenKind Kind, string Text, bool Quoted, int End)
{
    private static readonly FrozenSet<string> Reserved = new[]
    {
        "and", "between", "by", "case", "from", "group", "having", "in", "is", "like", "limit", "not", "or", "order", "regexp", "rlike", "select", "where", "xor",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>A word of the language, which names nothing unless it is quoted.</summary>
    public bool IsReserved => Kind == QueryTokenKind.Name && !Quoted && Reserved.Contains(Text);

    /// <summary>As it stands in a filter.</summary>
    public string Source => Kind == QueryTokenKind.Text ? $"'{Text}'" : Text;

    public bool IsWord(string word) => Kind == QueryTokenKind.Name && !Quoted && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == QueryTokenKind.Symbol && string.Equals(Text, symbol, StringComparison.Ordinal);
}
