namespace ActivityCore.Rules.Syntax;

/// <summary>The leaves of a condition: what stands between <c>and</c>, <c>or</c> and <c>not</c>, in the order of the text.</summary>
internal static class ConditionLeaves
{
    public static IEnumerable<Node> Of(Node node) => node switch
    {
        Node.Not not => Of(not.Operand),
        Node.Logic logic => logic.Operands.SelectMany(Of),
        _ => [node],
    };
}
