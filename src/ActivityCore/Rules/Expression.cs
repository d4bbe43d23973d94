using ActivityCore.Rules.Syntax;

namespace ActivityCore.Rules;

/// <summary>A parsed condition or value in the language of <c>docs/expressions.md</c>. Immutable and safe to share.</summary>
public sealed class Expression
{
    private Expression(string text, Node root)
    {
        Text = text;
        Root = root;
        Paths = PathCollector.Collect(root, 0);
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The paths that it uses, in the order of the text, each mention once.</summary>
    public IReadOnlyList<ExpressionPath> Paths { get; }

    internal Node Root { get; }

    /// <summary>Parses within the bounds on length and depth; false with a sentence for people and the 0-based position in the text. Never throws for a text.</summary>
    public static bool TryParse(string text, out Expression? expression, out ExpressionError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        expression = null;
        if (text.Length > ExpressionLimits.MaxTextLength)
        {
            error = new ExpressionError(
                ExpressionLimits.MaxTextLength,
                $"The expression has {text.Length} characters; the limit is {ExpressionLimits.MaxTextLength}. Split it into several rules.");
            return false;
        }

        if (new Lexer(text).Read(out error) is not { } tokens || new Parser(tokens).Parse(out error) is not { } root)
            return false;

        expression = new Expression(text, root);
        return true;
    }

    /// <summary>The first path that begins at none of the names, as an error with the nearest one; null where all are known.</summary>
    public ExpressionError? CheckRoots(IEnumerable<string> names) => PathCollector.CheckRoots(Paths, names);

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal string TextOf(Node node) => Text[node.Start..node.End];
}
