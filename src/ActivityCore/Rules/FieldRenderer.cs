using System.Text;

namespace ActivityCore.Rules;

/// <summary>Renders the fields of one task. The first error stays, and everything after it is empty.</summary>
internal sealed class FieldRenderer(Scope scope, StepBudget steps, StepBudget characters)
{
    /// <summary>The field and what is wrong with it, without a full stop; null so far.</summary>
    public string? Error { get; private set; }

    /// <summary>Text as rendered, lines and all.</summary>
    public string Text(Template template, int maxLength, string field)
    {
        if (Error is not null)
            return "";

        if (!template.TryRender(scope, maxLength, steps, out var text, out var error))
            return Fail(field, error!);

        // PostgreSQL and many trackers refuse it, and nothing readable is lost.
        text = text.Replace("\0", "", StringComparison.Ordinal);
        return characters.TrySpend(text.Length) ? text : Fail(field, $"the rule renders more than {ExpressionLimits.MaxTextPerRule} characters in all");
    }

    /// <summary>One line, never empty: what events bring along in line breaks and other control characters becomes single spaces.</summary>
    public string Line(Template template, int maxLength, string field)
    {
        var builder = new StringBuilder();
        foreach (var c in Text(template, maxLength, field))
        {
            if (!char.IsControl(c) && !char.IsWhiteSpace(c))
                builder.Append(c);
            else if (builder.Length > 0 && builder[^1] != ' ')
                builder.Append(' ');
        }

        var line = builder.ToString().TrimEnd(' ');
        return line.Length == 0 && Error is null ? Fail(field, "the rendered text is empty") : line;
    }

    /// <summary>Notes an error of a rendered value unless it fits.</summary>
    public void Require(bool fits, string field, string otherwise)
    {
        if (!fits && Error is null)
            Fail(field, otherwise);
    }

    private string Fail(string field, string error)
    {
        Error = $"{field}: {error}";
        return "";
    }
}
