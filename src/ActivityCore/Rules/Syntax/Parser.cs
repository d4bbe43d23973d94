using System.Text;
using System.Text.RegularExpressions;
using ActivityCore.Rules.Functions;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Syntax;

/// <summary>
/// Recursive descent over the tokens, loosest first: <c>? :</c>, <c>or</c>, <c>and</c>, <c>not</c>, comparisons and <c>in</c> (which do not chain),
/// <c>+ -</c>, <c>* / %</c>, signs and <c>!</c>, operands. The first error ends it: every method returns null from then on.
/// </summary>
internal sealed class Parser(IReadOnlyList<Token> tokens)
{
    private static readonly string[] Comparisons = ["=", "!=", "<", "<=", ">", ">="];

    // What other languages call it.
    private static readonly Dictionary<string, string> Habits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["len"] = "length",
        ["size"] = "length",
        ["days_since"] = "age_days",
        ["hours_since"] = "age_hours",
        ["coalesce"] = "default",
        ["ifnull"] = "default",
        ["defined"] = "exists",
        ["has"] = "exists",
        ["regex"] = "matches",
        ["tolower"] = "lower",
        ["toupper"] = "upper",
        ["ceiling"] = "ceil",
    };

    private int _next;
    private int _depth;
    private ExpressionError? _error;

    private Token Current => tokens[_next];

    private int LastEnd => _next == 0 ? 0 : tokens[_next - 1].End;

    public Node? Parse(out ExpressionError? error)
    {
        var node = Current.Kind == TokenKind.End ? Fail(0, "The expression is empty.") : ParseNested(ParseConditional);
        if (node is not null && Current.Kind != TokenKind.End)
            node = Fail(Current.Start, Leftover());

        error = _error;
        return node;
    }

    private Node? ParseConditional()
    {
        var start = Current.Start;
        var condition = ParseLogic(and: false);
        if (condition is null || !Accept("?"))
            return condition;

        if (ParseNested(ParseConditional) is not { } then || !Expect(":", "`? :` needs both values: condition ? a : b") || ParseNested(ParseConditional) is not { } otherwise)
            return null;

        return new Node.Conditional(start, LastEnd, condition, then, otherwise);
    }

    private Node? ParseLogic(bool and)
    {
        var start = Current.Start;
        var first = and ? ParseNot() : ParseLogic(and: true);
        List<Node>? operands = null;
        while (first is not null && Accept(and ? "and" : "or"))
        {
            if ((and ? ParseNot() : ParseLogic(and: true)) is not { } operand)
                return null;

            (operands ??= [first]).Add(operand);
        }

        return operands is null ? first : new Node.Logic(start, LastEnd, and, operands);
    }

    private Node? ParseNot()
    {
        var start = Current.Start;
        if (!Accept("not"))
            return ParseComparison();

        return ParseNested(ParseNot) is { } operand ? new Node.Not(start, LastEnd, operand) : null;
    }

    private Node? ParseComparison()
    {
        var start = Current.Start;
        var left = ParseSum();
        if (left is null)
            return null;

        Node? node;
        if (Current.Is("in") || (Current.Is("not") && tokens[_next + 1].Is("in")))
        {
            node = ParseIn(start, left);
        }
        else if (Comparison() is { } op)
        {
            _next++;
            node = ParseSum() is { } right ? new Node.Compare(start, LastEnd, op, left, right) : null;
        }
        else
        {
            return left;
        }

        return node is not null && (Comparison() is not null || Current.Is("in"))
            ? Fail(Current.Start, "Comparisons do not chain; join two of them with `and`: 1 < x and x < 5.")
            : node;
    }

    private string? Comparison() => Current.Kind == TokenKind.Symbol ? Array.Find(Comparisons, Current.Is) : null;

    private Node.In? ParseIn(int start, Node left)
    {
        var negated = Accept("not");
        _next++;
        if (Current.Is("["))
        {
            Fail(Current.Start, "A list of values stands in parentheses: x in ('a', 'b').");
            return null;
        }

        if (!Accept("("))
            return ParseSum() is { } list ? new Node.In(start, LastEnd, negated, left, [list], IsList: true) : null;

        return ParseList("`in` needs at least one value: x in ('a', 'b')") is { Count: > 0 } items ? new Node.In(start, LastEnd, negated, left, items, IsList: false) : null;
    }

    private Node? ParseSum() => ParseChain(ParseProduct, "+", "-", null);

    private Node? ParseProduct() => ParseChain(ParseSign, "*", "/", "%");

    private Node? ParseChain(Func<Node?> operand, string first, string second, string? third)
    {
        var start = Current.Start;
        var head = operand();
        List<(char, Node)>? rest = null;
        while (head is not null && (Current.Is(first) || Current.Is(second) || (third is not null && Current.Is(third))))
        {
            var op = tokens[_next++].Text[0];
            if (operand() is not { } next)
                return null;

            (rest ??= []).Add((op, next));
        }

        return rest is null ? head : new Node.Chain(start, LastEnd, head!, rest);
    }

    private Node? ParseSign()
    {
        var start = Current.Start;
        if (Accept("-"))
            return ParseNested(ParseSign) is { } negated ? new Node.Negate(start, LastEnd, negated) : null;
        if (Accept("!"))
            return ParseNested(ParseSign) is { } denied ? new Node.Not(start, LastEnd, denied) : null;
        // `a = not b`: the loose `not` in the place of an operand.
        if (Current.Is("not"))
            return ParseNested(ParseNot);

        return ParseOperand();
    }

    private Node? ParseOperand()
    {
        var token = Current;
        if (token.Kind == TokenKind.Literal)
        {
            _next++;
            return new Node.Literal(token.Start, token.End, token.Value!);
        }

        if (Accept("("))
        {
            var inner = ParseNested(ParseConditional);
            return inner is not null && Expect(")", "A parenthesis is not closed") ? inner : null;
        }

        if (token.Kind == TokenKind.Name)
        {
            _next++;
            return Current.Is("(") ? ParseCall(token) : ParsePath(token);
        }

        return Fail(token.Start, token.Kind == TokenKind.End
            ? "The expression ends where a value should follow."
            : token.Is("[") ? "Write the path without brackets around it: event.type, or a['b-c'] for an unusual name."
            : $"A value should stand here, not `{token.Text}`.");
    }

    private Node? ParsePath(Token root)
    {
        var steps = new List<Step>();
        var text = new StringBuilder(root.Text);
        while (true)
        {
            if (Accept("."))
            {
                if (Current.Kind != TokenKind.Name)
                    return Fail(Current.Start, "After a dot comes a name; put unusual names in brackets: a['b-c'].");

                steps.Add(new Step(Current.Text, null));
                text.Append('.').Append(Current.Text);
                _next++;
                if (Current.Is("("))
                    return Fail(tokens[_next - 1].Start, $"There are no methods; the function stands first: {tokens[_next - 1].Text}({root.Text}...).");
            }
            else if (Accept("["))
            {
                var index = Current;
                if (index.Value is Value.Text name)
                    steps.Add(new Step(name.Content, null));
                else if (index.Value is Value.Number number && number.Content >= 0 && number.Content < 1_000_000 && decimal.IsInteger(number.Content))
                    steps.Add(new Step("", (int)number.Content));
                else
                    return Fail(index.Start, "In brackets stands a place in a list (items[0]) or a quoted name (a['b-c']).");

                text.Append(PathText.Of(steps[^1]));
                _next++;
                if (!Expect("]", "A bracket is not closed"))
                    return null;
            }
            else
            {
                return new Node.Path(root.Start, LastEnd, text.ToString(), root.Text, steps);
            }
        }
    }

    private Node? ParseCall(Token name)
    {
        if (!FunctionTable.All.TryGetValue(name.Text, out var function))
            return Fail(name.Start, $"There is no function `{name.Text}`{(Habits.GetValueOrDefault(name.Text) is { } meant ? $"; did you mean `{meant}`?" : Suggestion.For(name.Text, FunctionTable.All.Keys))}");

        _next++;
        if (ParseList(null) is not { } arguments)
            return null;

        if (arguments.Count < function.MinArguments || arguments.Count > function.MaxArguments)
            return Fail(name.Start, $"{function.Signature} takes {function.Arity}, not {arguments.Count}.");

        if (function.IsPathOnly && arguments[0] is not Node.Path)
            return Fail(arguments[0].Start, $"{function.Signature} asks about a path, such as event.attributes.name.");

        Regex? pattern = null;
        if (function.LiteralArgument is { } literal && literal < arguments.Count)
        {
            if (arguments[literal] is not Node.Literal { Value: Value.Text text })
                return Fail(arguments[literal].Start, $"{function.Signature} needs a quoted string here.");

            if (function.IsPattern && Pattern.Check(text.Content, out pattern) is { } wrong)
                return Fail(arguments[literal].Start, wrong);
        }

        return new Node.Call(name.Start, LastEnd, function, arguments, pattern);
    }

    // From behind the opening parenthesis to behind the closing one.
    private List<Node>? ParseList(string? empty)
    {
        var items = new List<Node>();
        if (Current.Is(")"))
        {
            if (empty is not null)
            {
                Fail(Current.Start, empty + ".");
                return null;
            }

            _next++;
            return items;
        }

        do
        {
            if (ParseNested(ParseConditional) is not { } item)
                return null;

            items.Add(item);
        }
        while (Accept(","));

        return Expect(")", "A parenthesis is not closed") ? items : null;
    }

    private Node? ParseNested(Func<Node?> parse)
    {
        if (_depth == ExpressionLimits.MaxDepth)
            return Fail(Current.Start, $"The expression is nested deeper than {ExpressionLimits.MaxDepth} levels; split it into several rules.");

        _depth++;
        var node = parse();
        _depth--;
        return node;
    }

    private bool Accept(string symbol)
    {
        if (!Current.Is(symbol))
            return false;

        _next++;
        return true;
    }

    private bool Expect(string symbol, string message)
    {
        if (Accept(symbol))
            return true;

        Fail(Current.Start, Current.Kind == TokenKind.End ? $"{message}." : $"{message}; `{symbol}` should stand here, not `{Current.Text}`.");
        return false;
    }

    private string Leftover()
    {
        if (Current.Is(")"))
            return "A parenthesis is closed that was never opened.";
        if (Current.Kind is TokenKind.Name or TokenKind.Literal)
            return $"Two values follow each other; an operator such as `and` or `=` is missing before `{Current.Text}`.";

        return $"`{Current.Text}` has no meaning here.";
    }

    private Node? Fail(int position, string message)
    {
        _error ??= new ExpressionError(position, message);
        return null;
    }
}
