using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Syntax;

internal enum TokenKind
{
    End,
    Name,
    Literal,
    Symbol,
}

/// <summary>A word of an expression. <see cref="Text"/> is normalised for symbols and keyword operators (<c>&amp;&amp;</c> is <c>and</c>, <c>==</c> is <c>=</c>).</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, string Text, Value? Value)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && string.Equals(Text, symbol, StringComparison.Ordinal);
}
