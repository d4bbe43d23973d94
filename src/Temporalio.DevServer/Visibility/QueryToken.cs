namespace Temporalio.DevServer.Visibility;

internal enum QueryTokenKind
{
    Name,
    Text,
    Number,
    Symbol,
    End,
}

/// <summary>One token of a list filter. A name that was quoted is never a keyword.</summary>
internal readonly record struct QueryToken(QueryTokenKind Kind, string Text, bool Quoted)
{
    public bool IsWord(string word) => Kind == QueryTokenKind.Name && !Quoted && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == QueryTokenKind.Symbol && string.Equals(Text, symbol, StringComparison.Ordinal);
}
