namespace ActivityCore.Rules.Syntax;

/// <summary>Finds the paths of a tree.</summary>
internal static class PathCollector
{
    public static IReadOnlyList<ExpressionPath> Collect(Node node, int offset)
        => [.. Nodes(node).OfType<Node.Path>().OrderBy(p => p.Start)
            .Select(p => new ExpressionPath(p.Text, p.Root, [.. p.Steps.Select(s => s.Index?.ToString() ?? s.Name)], offset + p.Start))];

    public static ExpressionError? CheckRoots(IReadOnlyList<ExpressionPath> paths, IEnumerable<string> names)
    {
        var known = names.ToList();
        return paths.FirstOrDefault(p => !known.Contains(p.Root, StringComparer.Ordinal)) is { } path
            ? new ExpressionError(
                path.Position,
                $"There is no `{path.Root}` here{Suggestion.For(path.Root, known)}{(Suggestion.Nearest(path.Root, known) is null ? $"; a path begins with {string.Join(", ", known)}, and a string has quotes." : "")}")
            : null;
    }

    /// <summary>The node and all below it.</summary>
    public static IEnumerable<Node> Nodes(Node node) => Children(node).SelectMany(Nodes).Prepend(node);

    private static IEnumerable<Node> Children(Node node) => node switch
    {
        Node.Not n => [n.Operand],
        Node.Negate n => [n.Operand],
        Node.Logic n => n.Operands,
        Node.Compare n => [n.Left, n.Right],
        Node.In n => n.Items.Prepend(n.Left),
        Node.Chain n => n.Rest.Select(r => r.Operand).Prepend(n.First),
        Node.Conditional n => [n.Condition, n.Then, n.Else],
        Node.Call n => n.Arguments,
        _ => [],
    };
}
