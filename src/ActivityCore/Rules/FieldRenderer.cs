using System.Text;
using System.Text.Json.Nodes;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules;

/// <summary>Renders the fields of one task or instruction. The first error stays, and everything after it is empty.</summary>
/// <param name="scope">What the places see.</param>
/// <param name="steps">Of the rule or instruction.</param>
/// <param name="characters">Of everything that is rendered with it.</param>
/// <param name="beyond">What is wrong when no characters are left, without a full stop.</param>
internal sealed class FieldRenderer(Scope scope, StepBudget steps, StepBudget characters, string beyond)
{
    /// <summary>The field and what is wrong with it, without a full stop; null so far.</summary>
    public string? Error { get; private set; }

    /// <summary>Text as rendered, lines and all.</summary>
    public string Text(Template template, int maxLength, string field, Func<string, string>? encode = null)
    {
        if (Error is not null)
            return "";

        if (!template.TryRender(scope, maxLength, steps, out var text, out var error, encode))
            return Fail(field, error!);

        // PostgreSQL and many trackers refuse it, and nothing readable is lost.
        text = text.Replace("\0", "", StringComparison.Ordinal);
        return characters.TrySpend(text.Length) ? text : Fail(field, beyond);
    }

    /// <summary>What a template of one place comes to, as JSON; null for null, and where there is an error.</summary>
    public JsonNode? Value(Template template, string field)
    {
        if (Error is not null)
            return null;

        var (value, error) = template.Evaluate(scope, steps);
        if (error is not null)
        {
            Fail(field, error);
            return null;
        }

        var json = CanonicalJson.Write(value!, ExpressionLimits.MaxTextPerRule);
        if (!characters.TrySpend(json.Length))
        {
            Fail(field, beyond);
            return null;
        }

        return JsonNode.Parse(json);
    }

    /// <summary>One line, never empty: what events bring along in line breaks and other control characters becomes single spaces.</summary>
    public string Line(Template template, int maxLength, string field)
    {
        var line = OneLine(Text(template, maxLength, field));
        return line.Length == 0 && Error is null ? Fail(field, "the rendered text is empty") : line;
    }

    /// <summary>The text with each run of white space and control characters as one space, and none at its ends.</summary>
    public static string OneLine(string text)
    {
        var builder = new StringBuilder();
        foreach (var c in text)
        {
            if (!char.IsControl(c) && !char.IsWhiteSpace(c))
                builder.Append(c);
            else if (builder.Length > 0 && builder[^1] != ' ')
                builder.Append(' ');
        }

        return builder.ToString().TrimEnd(' ');
    }

    /// <summary>Notes an error of a rendered value unless it fits.</summary>
    public void Require(bool fits, string field, string otherwise)
    {
        if (!fits && Error is null)
            Fail(field, otherwise);
    }

    /// <summary>Notes an error. The first one stays.</summary>
    public string Fail(string field, string error)
    {
        Error ??= $"{field}: {error}";
        return "";
    }
}
