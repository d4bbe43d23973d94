using System.Text;
using ActivityCore.Rules.Syntax;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules;

/// <summary>A text with <c>{{ expression }}</c> places. Immutable and safe to share.</summary>
public sealed class Template
{
    private readonly IReadOnlyList<Part> _parts;

    private Template(string text, IReadOnlyList<Part> parts)
    {
        Text = text;
        _parts = parts;
        Paths = [.. parts.Where(p => p.Place is not null).SelectMany(p => PathCollector.Collect(p.Place!.Root, p.Start))];
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The paths that its places use, with their positions in the whole text.</summary>
    public IReadOnlyList<ExpressionPath> Paths { get; }

    /// <summary>Whether it is plain text, the same for every run.</summary>
    public bool IsConstant => _parts.All(p => p.Place is null);

    /// <summary>Whether it is one place and nothing besides.</summary>
    internal bool IsOnePlace => _parts is [{ Place: not null }];

    /// <summary>Whether its first character comes from a place.</summary>
    internal bool BeginsWithPlace => _parts is [{ Place: not null }, ..];

    /// <summary>Parses within the bounds on length; false with a sentence for people and the 0-based position in the text. Never throws for a text.</summary>
    public static bool TryParse(string text, out Template? template, out ExpressionError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        template = null;
        error = null;
        if (text.Length > ExpressionLimits.MaxTemplateLength)
        {
            error = new ExpressionError(ExpressionLimits.MaxTemplateLength, $"The text has {text.Length} characters; the limit is {ExpressionLimits.MaxTemplateLength}.");
            return false;
        }

        var parts = new List<Part>();
        var places = 0;
        for (var position = 0; position < text.Length;)
        {
            var open = text.IndexOf("{{", position, StringComparison.Ordinal);
            if (open != position)
                parts.Add(new Part(position, text[position..(open < 0 ? text.Length : open)], null));
            if (open < 0)
                break;

            if (ReadPlace(text, open, out error) is not { } place)
                return false;

            if (++places > ExpressionLimits.MaxTemplatePlaces)
            {
                error = new ExpressionError(open, $"The text has more than {ExpressionLimits.MaxTemplatePlaces} places with {{{{ }}}}.");
                return false;
            }

            parts.Add(place.Part);
            position = place.End;
        }

        template = new Template(text, parts);
        return true;
    }

    /// <summary>The first path that begins at none of the names, as an error with the nearest one; null where all are known.</summary>
    public ExpressionError? CheckRoots(IEnumerable<string> names) => PathCollector.CheckRoots(Paths, names);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>The text with its places filled; false with the error as a sentence.</summary>
    /// <param name="scope">What the places see.</param>
    /// <param name="maxLength">The longest text.</param>
    /// <param name="budget">Steps.</param>
    /// <param name="text">Empty where there is an error.</param>
    /// <param name="error">Without a full stop.</param>
    /// <param name="encode">Makes what a place brings harmless where the text is going; null: as it is.</param>
    internal bool TryRender(Scope scope, int maxLength, StepBudget budget, out string text, out string? error, Func<string, string>? encode = null)
    {
        var rendered = new StringBuilder();
        foreach (var part in _parts)
        {
            var (piece, wrong) = part.Place is null ? (part.Text, null) : RenderPlace(part.Place, scope, budget);
            if (encode is not null && part.Place is not null && wrong is null)
                piece = encode(piece!);

            if (wrong is null && rendered.Length + piece!.Length > maxLength)
                wrong = $"the rendered text is longer than {maxLength} characters; shorten it in the template";
            if (wrong is not null)
            {
                (text, error) = ("", wrong);
                return false;
            }

            rendered.Append(piece);
        }

        (text, error) = (rendered.ToString(), null);
        return true;
    }

    /// <summary>What the only place comes to, of any kind; null with the error as a sentence.</summary>
    internal (Value? Value, string? Error) Evaluate(Scope scope, StepBudget budget) => Evaluate(_parts[0].Place!, scope, budget);

    private static (Value? Value, string? Error) Evaluate(Expression place, Scope scope, StepBudget budget)
    {
        var result = new ExpressionEvaluator(place, scope, budget).Evaluate();
        var source = place.Text.Trim();
        if (result.Missing is { } missing)
            return (null, $"`{{{{ {source} }}}}`: {missing}{(missing.EndsWith('?') ? "" : ";")} where it may be missing, write default({source}, '...')");

        return result.Error is { } error ? (null, $"`{{{{ {source} }}}}`: {error}") : (result.Value, null);
    }

    private static (string? Text, string? Error) RenderPlace(Expression place, Scope scope, StepBudget budget)
    {
        var (found, error) = Evaluate(place, scope, budget);
        var source = place.Text.Trim();
        if (error is not null)
            return (null, error);

        return found switch
        {
            Value.Null => (null, $"`{{{{ {source} }}}}` is null; write default({source}, '...')"),
            Value.List => (null, $"`{{{{ {source} }}}}` is a list; write join({source}, ', '), or count() for the number of items"),
            Value.Map or Value.Members => (null, $"`{{{{ {source} }}}}` is an object; write one of its members"),
            var value => (value!.ToInvariantText(), null),
        };
    }

    // Quotes are honoured, so that a string in an expression may hold braces.
    private static (Part Part, int End)? ReadPlace(string text, int open, out ExpressionError? error)
    {
        var start = open + 2;
        char? quote = null;
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (quote is not null)
            {
                if (c == '\\')
                    i++;
                else if (c == quote)
                    quote = null;
            }
            else if (c is '\'' or '"')
            {
                quote = c;
            }
            else if (c == '}' && i + 1 < text.Length && text[i + 1] == '}')
            {
                if (Expression.TryParse(text[start..i], out var expression, out error))
                    return (new Part(start, "", expression), i + 2);

                error = error! with { Position = start + error.Position };
                return null;
            }
        }

        error = new ExpressionError(open, quote is null
            ? "`{{` is not closed by `}}`. For two braces as text write {{ '{{' }}."
            : $"The string in `{{{{ }}}}` has no closing {quote}.");
        return null;
    }

    private sealed record Part(int Start, string Text, Expression? Place);
}
