using ActivityCore.Definitions.Yaml;
using ActivityCore.Events;
using ActivityCore.Routing;
using ActivityCore.Rules;

namespace ActivityCore.Definitions;

/// <summary>Compares the paths of expressions and templates with what they can reach: roots, members, context entries, attributes.</summary>
internal sealed class PathLint(ProblemList problems, EventTypeRegistry eventTypes, IReadOnlyList<Trigger> triggers, IReadOnlyList<string> context)
{
    /// <summary>Checks an expression; <paramref name="onlyTrigger"/> is the trigger whose own condition it is, null for any of the definition's.</summary>
    public void Check(Expression expression, YamlNode node, string place, IReadOnlyList<string> roots, Trigger? onlyTrigger = null) =>
        Check(expression.Paths, (YamlScalar)node, place, roots, onlyTrigger is null ? triggers : [onlyTrigger]);

    public void Check(Template template, YamlScalar node, string place, IReadOnlyList<string> roots) => Check(template.Paths, node, place, roots, triggers);

    private void Check(IEnumerable<ExpressionPath> paths, YamlScalar node, string place, IReadOnlyList<string> roots, IReadOnlyList<Trigger> from)
    {
        foreach (var path in paths)
        {
            if (!roots.Contains(path.Root, StringComparer.Ordinal))
                UnknownRoot(path, node, place, roots, from);
            else if (string.Equals(path.Root, ExpressionRoots.Context, StringComparison.Ordinal))
                CheckContext(path, node, place);
            else
                CheckMembers(path, node, place, from);
        }
    }

    private void UnknownRoot(ExpressionPath path, YamlScalar node, string place, IReadOnlyList<string> roots, IReadOnlyList<Trigger> from)
    {
        var whole = context.Contains(path.Root, StringComparer.Ordinal) && roots.Contains(ExpressionRoots.Context, StringComparer.Ordinal) ? $"context.{path.Root}"
            : Attributes(from)?.Contains(path.Root) == true ? $"event.attributes.{path.Root}" : null;
        var near = whole is null ? Suggestion.For(path.Root, roots) : $"; did you mean `{whole}`?";
        var why = string.Equals(path.Root, ExpressionRoots.Context, StringComparison.Ordinal)
            ? ": a trigger is decided before context is looked up; move the condition to a rule."
            : near.Length > 0 ? near : $": a path begins with {string.Join(", ", roots)}; text needs quotes.";
        Texts.Error(problems, node, path.Position, $"{place}: unknown name `{Shown.Of(path.Root)}` in `{Shown.Of(path.Text)}`{why}");
    }

    private void CheckContext(ExpressionPath path, YamlScalar node, string place)
    {
        if (path.Segments.Count == 0 || context.Contains(path.Segments[0], StringComparer.Ordinal))
            return;

        var near = Suggestion.For(path.Segments[0], context);
        Texts.Error(problems, node, path.Position, $"{place}: `{Shown.Of(path.Text)}` is not under `context` of this definition{(near.Length > 0 ? near : ": add the entry there.")}");
    }

    private void CheckMembers(ExpressionPath path, YamlScalar node, string place, IReadOnlyList<Trigger> from)
    {
        if (path.Segments.Count == 0 || !ExpressionRoots.Members.TryGetValue(path.Root, out var members))
            return;

        var isEvent = string.Equals(path.Root, ExpressionRoots.Event, StringComparison.Ordinal);
        if (!members.Contains(path.Segments[0], StringComparer.Ordinal))
        {
            var near = Suggestion.For(path.Segments[0], members);
            var attribute = isEvent && Attributes(from)?.Contains(path.Segments[0], StringComparer.Ordinal) == true;
            Texts.Error(problems, node, path.Position, $"{place}: `{path.Root}` has no `{Shown.Of(path.Segments[0])}`"
                + (attribute ? $"; did you mean `event.attributes.{path.Segments[0]}`?" : near.Length > 0 ? near : $": it has {string.Join(", ", members)}."));
            return;
        }

        if (isEvent && !from.OfType<Trigger.OnEvent>().Any())
            Texts.Warning(problems, node, path.Position, $"{place}: `{Shown.Of(path.Text)}` is always missing, since no trigger of this definition is an event.");
        else if (isEvent && path.Segments is ["attributes", var name, ..] && Attributes(from) is { } known && !known.Contains(name, StringComparer.Ordinal))
            Texts.Warning(problems, node, path.Position, $"{place}: no event type of the triggers has an attribute `{Shown.Of(name)}`{(Suggestion.For(name, known) is { Length: > 0 } near ? near : ": add it to the file in event-types/, or correct the name.")}");
    }

    /// <summary>The attributes that the triggers' event types name; null where one is not known, so nothing can be said.</summary>
    private HashSet<string>? Attributes(IReadOnlyList<Trigger> from)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var trigger in from.OfType<Trigger.OnEvent>())
        {
            var types = TypePattern.Fault(trigger.Type) is null ? eventTypes.Types.Where(t => TypePattern.Fits(trigger.Type, t.Name)).ToArray() : [];
            if (types.Length == 0)
                return null;

            known.UnionWith(types.SelectMany(t => t.AttributeNames));
        }

        return known;
    }
}
