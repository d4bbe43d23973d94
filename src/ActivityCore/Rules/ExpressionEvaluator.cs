using ActivityCore.Rules.Functions;
using ActivityCore.Rules.Syntax;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules;

/// <summary>
/// Evaluates one expression, once. No clock, no random, no culture: the same tree and scope give the same result on every machine.
/// Not safe for use by several threads at once.
/// </summary>
internal sealed class ExpressionEvaluator(Expression expression, Scope scope, StepBudget? ruleBudget = null)
{
    private const int ShownLength = 200;
    private const int ShownDecimals = 6;

    private readonly StepBudget _budget = new(ExpressionLimits.MaxSteps, ruleBudget);
    private Dictionary<string, string>? _seen;
    private Node? _leaf;

    public Result Evaluate() => Evaluate(expression.Root);

    /// <summary>Evaluates a leaf of a condition and notes the values of its paths and calls.</summary>
    public Result EvaluateLeaf(Node leaf, Dictionary<string, string> seen)
    {
        (_leaf, _seen) = (leaf, seen);
        var result = Evaluate(leaf);
        (_leaf, _seen) = (null, null);
        return result;
    }

    private Result Evaluate(Node node)
    {
        if (!_budget.TrySpend(1))
            return ListFunctions.TooManySteps;

        return node switch
        {
            Node.Literal literal => Result.Of(literal.Value),
            Node.Path path => Note(path, path.Text, PathReader.Read(path, scope)),
            Node.Not not => Kleene.Not(AsCondition(not.Operand)),
            Node.Logic logic => EvaluateLogic(logic),
            Node.Compare compare => Both(compare.Left, compare.Right, (l, r) => Comparison.Apply(compare.Operator, l, r), compare),
            Node.In { IsList: true } contains => EvaluateInList(contains),
            Node.In contains => EvaluateIn(contains),
            Node.Chain chain => EvaluateChain(chain),
            Node.Negate negate => Evaluate(negate.Operand).Then(v => v is Value.Number n
                ? Result.Of(-n.Content)
                : Result.Fail($"`{expression.TextOf(negate)}`: {Comparison.Describe(v)} has no negative")),
            Node.Conditional conditional => AsCondition(conditional.Condition) switch
            {
                { IsTrue: true } => Evaluate(conditional.Then),
                { IsFalse: true } => Evaluate(conditional.Else),
                var open => open,
            },
            Node.Call call => Note(call, expression.TextOf(call), EvaluateCall(call)),
            _ => throw new InvalidOperationException($"{node.GetType().Name} has no evaluation."),
        };
    }

    /// <summary>The operand of <c>and</c>, <c>or</c>, <c>not</c> and <c>?</c> must be a boolean.</summary>
    public Result AsCondition(Node node) => AsCondition(node, Evaluate(node));

    /// <summary>The result as that of a condition: whatever else than a boolean is an error.</summary>
    public Result AsCondition(Node node, Result result) => result.Then(v => v is Value.Boolean
        ? result
        : Result.Fail($"`{expression.TextOf(node)}` is {Comparison.Describe(v)} and no condition{(v is Value.Null ? "; write default(…, false)" : "; compare it with something")}"));

    private Result EvaluateLogic(Node.Logic logic)
    {
        var result = Kleene.Start(logic.And);
        foreach (var operand in logic.Operands)
        {
            result = Kleene.Combine(logic.And, result, AsCondition(operand));
            if (Kleene.Decides(logic.And, result))
                break;
        }

        return result;
    }

    private Result EvaluateIn(Node.In node)
    {
        var left = Evaluate(node.Left);
        var result = Kleene.Start(and: false);
        foreach (var item in node.Items)
        {
            var right = Evaluate(item);
            result = Kleene.Combine(and: false, result, right.Value is Value.List
                ? Result.Fail("to look into a list write `in` and the list without parentheses")
                : Both(left, right, Comparison.Equal));
        }

        return Explain(node, node.Negated ? Kleene.Not(result) : result);
    }

    private Result EvaluateInList(Node.In node)
    {
        var result = Both(Evaluate(node.Left), Evaluate(node.Items[0]), (l, r) => r is Value.List list
            ? ListFunctions.Has(_budget.TrySpend, list, l)
            : Result.Fail($"the right side of `in` must be a list or (a, b, ...), but is {Comparison.Describe(r)}"));
        return Explain(node, node.Negated ? Kleene.Not(result) : result);
    }

    private Result EvaluateChain(Node.Chain chain)
    {
        var result = Evaluate(chain.First);
        foreach (var (op, operand) in chain.Rest)
            result = Both(result, Evaluate(operand), (l, r) => Arithmetic.Apply(op, l, r));
        return Explain(chain, result);
    }

    private Result EvaluateCall(Node.Call call)
    {
        var first = Evaluate(call.Arguments[0]);
        if (call.Function.IsPathOnly)
            return Result.Of(first.Value is not null);
        if (call.Function.IsDefault)
            return first.Error is not null || first.Value is not (null or Value.Null) ? first : Evaluate(call.Arguments[1]);

        var arguments = new List<Value>(call.Arguments.Count);
        var open = Result.Of(value: true);
        foreach (var (index, argument) in call.Arguments.Index())
        {
            var result = index == 0 ? first : Evaluate(argument);
            open = Kleene.Combine(and: true, open, Open(result));
            if (result.Value is { } value)
                arguments.Add(value);
        }

        return open.Value is null ? open : Explain(call, call.Function.Invoke(new CallContext(scope.Now, _budget.TrySpend, call.Pattern), arguments));
    }

    private Result Both(Node left, Node right, Func<Value, Value, Result> apply, Node whole)
        => Explain(whole, Both(Evaluate(left), Evaluate(right), apply));

    // An error of either side wins over unknown, whichever stands first.
    private static Result Both(Result left, Result right, Func<Value, Value, Result> apply)
        => left.Value is { } l && right.Value is { } r ? apply(l, r) : Kleene.Combine(and: true, Open(left), Open(right));

    private static Result Open(Result result) => result.Value is null ? result : Result.Of(value: true);

    // Names the innermost part at which an error arose; what is already named keeps its name.
    private Result Explain(Node node, Result result)
        => result.Error is { } error && !error.StartsWith('`') ? Result.Fail($"`{expression.TextOf(node)}`: {error}") : result;

    // 28 digits of age_days() help nobody. A value that rounding would bring to a short one (30, 30.5) stays as it is: what it differs by may be what decided.
    private static Value Readable(Value value) =>
        value is Value.Number { Content: var exact } && decimal.Round(exact, ShownDecimals) is var shown && (shown == exact || shown != decimal.Round(shown, 3))
            ? new Value.Number(shown)
            : value;

    private Result Note(Node node, string text, Result result)
    {
        if (_seen is not null && !(node is Node.Call && ReferenceEquals(node, _leaf)))
            _seen.TryAdd(text, result.Value is { } value ? CanonicalJson.Write(node is Node.Call ? Readable(value) : value, ShownLength) : result.Missing is not null ? "missing" : "error");
        return result;
    }
}
