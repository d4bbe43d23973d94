namespace ActivityCore.Rules;

/// <summary>A path that an expression or a template uses.</summary>
/// <param name="Text">As an author would write it: <c>event.attributes.repo.slug</c>, <c>context.items[0]['b-c']</c>.</param>
/// <param name="Root">The name it begins with.</param>
/// <param name="Segments">Member names and list indexes (as digits) after the root.</param>
/// <param name="Position">0-based place in the text.</param>
public sealed record ExpressionPath(string Text, string Root, IReadOnlyList<string> Segments, int Position);
