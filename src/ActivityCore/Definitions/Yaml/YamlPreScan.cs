using System.Text;

namespace ActivityCore.Definitions.Yaml;

/// <summary>Looks at the bare bytes before the YAML library does: size, encoding, and nesting as far as it can be told without parsing.</summary>
internal static class YamlPreScan
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null with a problem noted.</summary>
    public static string? Read(ReadOnlySpan<byte> bytes, ProblemList problems)
    {
        if (bytes.Length > YamlLimits.MaxBytes)
        {
            problems.Error(0, 0, $"The file has {bytes.Length} bytes and may have {YamlLimits.MaxBytes}: split it.");
            return null;
        }

        string text;
        try
        {
            text = Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            problems.Error(0, 0, "The file is not UTF-8: save it as UTF-8.");
            return null;
        }

        return CheckCharacters(text, problems) && CheckNesting(text, problems) ? text : null;
    }

    private static bool CheckCharacters(string text, ProblemList problems)
    {
        int line = 1, column = 0;
        foreach (var c in text)
        {
            column++;
            if (c == '\n')
                (line, column) = (line + 1, 0);
            else if (char.IsControl(c) && c is not ('\r' or '\t' or '\u0085'))
                return Fail(problems, line, column, $"The file holds the control character U+{(int)c:X4}: leave it out.");
        }

        return true;
    }

    // Quotes and comments are not understood here on purpose: what looks like nesting counts as nesting, far above honest use.
    private static bool CheckNesting(string text, ProblemList problems)
    {
        int line = 1, column = 0, open = 0, levels = 0;
        var lineStart = true;
        foreach (var c in text)
        {
            column++;
            switch (c)
            {
                case '\n':
                    (line, column, levels, lineStart) = (line + 1, 0, 0, true);
                    break;
                case '[' or '{':
                    lineStart = false;
                    if (++open > YamlLimits.MaxOpenBrackets)
                        return Fail(problems, line, column, $"More than {YamlLimits.MaxOpenBrackets} brackets are open here: close them, or put the text in a file of its own.");
                    break;
                case ']' or '}':
                    lineStart = false;
                    open = Math.Max(0, open - 1);
                    break;
                case '-' or '?' or ':' when lineStart:
                    if (++levels > YamlLimits.MaxCompactLevels)
                        return Fail(problems, line, column, $"More than {YamlLimits.MaxCompactLevels} levels begin on this line: a file may be nested {YamlLimits.MaxDepth} deep.");
                    break;
                case ' ' or '\t' or '\r':
                    break;
                default:
                    lineStart = false;
                    break;
            }
        }

        return true;
    }

    private static bool Fail(ProblemList problems, int line, int column, string message)
    {
        problems.Error(line, column, message);
        return false;
    }
}
