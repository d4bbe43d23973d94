using System.Text;
using Temporalio.DevServer.Grpc;

namespace Temporalio.DevServer.Visibility;

/// <summary>Splits a list filter into tokens.</summary>
internal static class QueryLexer
{
    private const int MaxLength = 64 * 1024;

    private static readonly string[] Symbols = ["<=>", ">=", "<=", "!=", "<>", "&&", "||"];

    public static List<QueryToken> Split(string text)
    {
        if (text.Length > MaxLength)
            throw Refusals.Invalid("invalid query: too long");
        var tokens = new List<QueryToken>();
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
                at++;
            else if (c is '\'' or '"')
                tokens.Add(Quoted(QueryTokenKind.Text, text, ref at, c));
            else if (c == '`')
                tokens.Add(Quoted(QueryTokenKind.Name, text, ref at, c));
            else if (char.IsLetter(c) || c == '_')
                tokens.Add(new QueryToken(QueryTokenKind.Name, While(text, ref at, x => char.IsLetterOrDigit(x) || x is '_' or '.'), false, at));
            else if (char.IsAsciiDigit(c) || (c is '-' or '+' or '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
                tokens.Add(new QueryToken(QueryTokenKind.Number, Number(text, ref at), false, at));
            else
                tokens.Add(new QueryToken(QueryTokenKind.Symbol, Symbol(text, ref at), false, at));
        }

        tokens.Add(new QueryToken(QueryTokenKind.End, "", false, text.Length));
        return tokens;
    }

    private static QueryToken Quoted(QueryTokenKind kind, string text, ref int at, char quote)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\\' && at + 1 < text.Length)
            {
                value.Append(text[++at]);
            }
            else if (c == quote)
            {
                if (at + 1 < text.Length && text[at + 1] == quote)
                {
                    value.Append(quote);
                    at++;
                    continue;
                }

                at++;
                return new QueryToken(kind, value.ToString(), true, at);
            }
            else
            {
                value.Append(c);
            }
        }

        return new QueryToken(QueryTokenKind.Unended, value.ToString(), true, at);
    }

    private static string Number(string text, ref int at)
    {
        var start = at++;
        while (at < text.Length
            && (char.IsLetterOrDigit(text[at]) || text[at] == '.' || (text[at] is '-' or '+' && text[at - 1] is 'e' or 'E')))
        {
            at++;
        }

        return text[start..at];
    }

    private static string While(string text, ref int at, Func<char, bool> accept)
    {
        var start = at;
        while (at < text.Length && accept(text[at]))
            at++;
        return text[start..at];
    }

    // What is no symbol of the language is refused where the language has no place for it.
    private static string Symbol(string text, ref int at)
    {
        var start = at;
        var symbol = Symbols.FirstOrDefault(known => text.AsSpan(start).StartsWith(known, StringComparison.Ordinal)) ?? text[at].ToString();
        at += symbol.Length;
        return symbol is "<>" ? "!=" : symbol;
    }
}
