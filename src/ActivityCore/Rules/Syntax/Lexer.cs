using System.Globalization;
using System.Text;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Syntax;

/// <summary>Cuts an expression into tokens.</summary>
internal sealed class Lexer(string text)
{
    private readonly List<Token> _tokens = [];
    private int _position;

    /// <summary>The tokens with an end token, or null and the error.</summary>
    public IReadOnlyList<Token>? Read(out ExpressionError? error)
    {
        error = null;
        while (true)
        {
            while (_position < text.Length && text[_position] is ' ' or '\t' or '\r' or '\n')
                _position++;
            if (_position >= text.Length)
                break;

            error = ReadToken();
            if (error is not null)
                return null;
        }

        _tokens.Add(new Token(TokenKind.End, text.Length, text.Length, "", null));
        return _tokens;
    }

    private char At(int offset) => _position + offset < text.Length ? text[_position + offset] : '\0';

    private ExpressionError? ReadToken() => text[_position] switch
    {
        >= '0' and <= '9' => ReadNumber(),
        '.' when char.IsAsciiDigit(At(1)) => ReadNumber(),
        '\'' or '"' => ReadString(text[_position]),
        '#' => ReadTime(),
        '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => ReadName(),
        _ => ReadSymbol(),
    };

    private ExpressionError? ReadName()
    {
        var start = _position;
        while (char.IsAsciiLetterOrDigit(At(0)) || At(0) == '_')
            _position++;

        var name = text[start.._position];
        // After a dot every word is a member's name, keywords too: event.attributes.in
        if (_tokens.Count > 0 && _tokens[^1].Is("."))
        {
            _tokens.Add(new Token(TokenKind.Name, start, _position, name, null));
            return null;
        }

        var keyword = name.ToLowerInvariant();
        _tokens.Add(keyword switch
        {
            "and" or "or" or "not" or "in" => new Token(TokenKind.Symbol, start, _position, keyword, null),
            "true" => new Token(TokenKind.Literal, start, _position, name, Value.Boolean.True),
            "false" => new Token(TokenKind.Literal, start, _position, name, Value.Boolean.False),
            "null" => new Token(TokenKind.Literal, start, _position, name, Value.Null.Instance),
            _ => new Token(TokenKind.Name, start, _position, name, null),
        });
        return null;
    }

    private ExpressionError? ReadNumber()
    {
        var start = _position;
        while (char.IsAsciiDigit(At(0)))
            _position++;
        if (At(0) == '.' && char.IsAsciiDigit(At(1)))
        {
            _position++;
            while (char.IsAsciiDigit(At(0)))
                _position++;
        }

        if (At(0) is 'e' or 'E' && (char.IsAsciiDigit(At(1)) || (At(1) is '+' or '-' && char.IsAsciiDigit(At(2)))))
        {
            _position += 2;
            while (char.IsAsciiDigit(At(0)))
                _position++;
        }

        if (char.IsAsciiLetter(At(0)) || At(0) == '_')
            return new ExpressionError(start, "A number cannot be followed by a letter; put a name that begins with a digit in brackets: a['1b'].");

        var digits = text.AsSpan(start, _position - start);
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
            return new ExpressionError(start, "The number is outside the range of about ±7.9e28.");

        _tokens.Add(new Token(TokenKind.Literal, start, _position, digits.ToString(), new Value.Number(number)));
        return null;
    }

    private ExpressionError? ReadTime()
    {
        var start = _position;
        var end = text.IndexOf('#', start + 1);
        if (end < 0 || !Iso8601.TryParse(text[(start + 1)..end], out var time))
            return new ExpressionError(start, "A time is written #2026-01-31# or #2026-01-31T06:00:00Z#.");

        _position = end + 1;
        _tokens.Add(new Token(TokenKind.Literal, start, _position, text[start.._position], new Value.Time(time)));
        return null;
    }

    private ExpressionError? ReadString(char quote)
    {
        var start = _position++;
        var content = new StringBuilder();
        while (true)
        {
            if (_position >= text.Length)
                return new ExpressionError(start, $"The string has no closing {quote}.");

            var c = text[_position++];
            if (c == quote)
                break;

            if (c != '\\')
                content.Append(c);
            else if (ReadEscape(content) is { } error)
                return error;
        }

        var value = content.ToString();
        if (!IsText(value))
            return new ExpressionError(start, "The string holds half of a surrogate pair, which is no text.");

        _tokens.Add(new Token(TokenKind.Literal, start, _position, text[start.._position], new Value.Text(value)));
        return null;
    }

    // A backslash before any other character stays, so that patterns such as '^v\d+$' can be written plainly.
    private ExpressionError? ReadEscape(StringBuilder content)
    {
        var c = At(0);
        _position++;
        switch (c)
        {
            case '\\' or '\'' or '"':
                content.Append(c);
                return null;
            case 'n':
                content.Append('\n');
                return null;
            case 'r':
                content.Append('\r');
                return null;
            case 't':
                content.Append('\t');
                return null;
            case 'u':
                if (_position + 4 > text.Length
                    || !ushort.TryParse(text.AsSpan(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
                {
                    return new ExpressionError(_position - 2, @"After \u come four hexadecimal digits: \u00e4.");
                }

                content.Append((char)unit);
                _position += 4;
                return null;
            default:
                content.Append('\\');
                if (_position <= text.Length)
                    content.Append(c);
                return null;
        }
    }

    private ExpressionError? ReadSymbol()
    {
        var start = _position;
        var (symbol, length) = (At(0), At(1)) switch
        {
            ('&', '&') => ("and", 2),
            ('|', '|') => ("or", 2),
            ('=', '=') => ("=", 2),
            ('!', '=') or ('<', '>') => ("!=", 2),
            ('<', '=') => ("<=", 2),
            ('>', '=') => (">=", 2),
            ('*', '*') => ("", 2),
            ('=' or '<' or '>' or '!' or '+' or '-' or '*' or '/' or '%' or '(' or ')' or '[' or ']' or ',' or '?' or ':' or '.', _) => (At(0).ToString(), 1),
            _ => ("", 1),
        };
        if (symbol.Length == 0)
            return Unexpected(start);

        _position += length;
        _tokens.Add(new Token(TokenKind.Symbol, start, _position, symbol, null));
        return null;
    }

    private ExpressionError Unexpected(int start) => new(start, text[start] switch
    {
        '&' => "Write `and` (or `&&`); there are no bit operators.",
        '|' => "Write `or` (or `||`); there are no bit operators and no filters: a function stands first, as in upper(x).",
        '~' => "Write matches(x, 'pattern') for a regular expression.",
        '^' => "There are no bit operators.",
        '*' => "There is no power operator; multiply.",
        '{' or '}' => "Braces belong to templates; in a condition write the path alone.",
        '`' or '‘' or '’' or '“' or '”' => "Strings are quoted with ' or \".",
        var c => $"The character U+{(int)c:X4} has no meaning here; put unusual names in brackets: a['b-c'].",
    });

    private static bool IsText(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                i++;
            else if (char.IsSurrogate(value[i]))
                return false;
        }

        return true;
    }
}
