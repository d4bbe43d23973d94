using System.Text.RegularExpressions;
using ActivityCore.Rules.Functions;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Syntax;

/// <summary>
/// A parsed part of an expression, with its place in the text. Long chains are one flat node each, so the tree's depth, and with it the
/// evaluator's stack, is bounded by <see cref="ExpressionLimits.MaxDepth"/> and not by the length of the text.
/// </summary>
internal abstract record Node(int Start, int End)
{
    public sealed record Literal(int Start, int End, Value Value) : Node(Start, End);

    /// <summary>A root and the steps from it.</summary>
    public sealed record Path(int Start, int End, string Text, string Root, IReadOnlyList<Step> Steps) : Node(Start, End);

    public sealed record Not(int Start, int End, Node Operand) : Node(Start, End);

    /// <summary>Two or more operands joined by <c>and</c>, or by <c>or</c>.</summary>
    public sealed record Logic(int Start, int End, bool And, IReadOnlyList<Node> Operands) : Node(Start, End);

    public sealed record Compare(int Start, int End, string Operator, Node Left, Node Right) : Node(Start, End);

    /// <summary><c>in (a, b)</c> with its items, or <c>in list</c> with one operand that is a list.</summary>
    public sealed record In(int Start, int End, bool Negated, Node Left, IReadOnlyList<Node> Items, bool IsList) : Node(Start, End);

    /// <summary><c>first op operand op operand ...</c>, operators of one precedence, from left to right.</summary>
    public sealed record Chain(int Start, int End, Node First, IReadOnlyList<(char Operator, Node Operand)> Rest) : Node(Start, End);

    public sealed record Negate(int Start, int End, Node Operand) : Node(Start, End);

    public sealed record Conditional(int Start, int End, Node Condition, Node Then, Node Else) : Node(Start, End);

    public sealed record Call(int Start, int End, Function Function, IReadOnlyList<Node> Arguments, Regex? Pattern) : Node(Start, End);
}

/// <summary>One step of a path: a member's name, or an index where <see cref="Index"/> is set.</summary>
internal readonly record struct Step(string Name, int? Index);
