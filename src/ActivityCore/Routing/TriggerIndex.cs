using ActivityCore.Definitions;

namespace ActivityCore.Routing;

/// <summary>
/// From an event type to the definitions that wait for it: a dictionary for exact types, a trie of parts for patterns.
/// Immutable and safe to share. The order in which definitions were given plays no part.
/// </summary>
public sealed class TriggerIndex
{
    private readonly Dictionary<string, List<Entry>> _exact = new(StringComparer.Ordinal);
    private readonly Node _patterns = new();

    /// <summary>An index of the event triggers of the enabled definitions among <paramref name="definitions"/>.</summary>
    public TriggerIndex(IEnumerable<ActivityDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        foreach (var definition in definitions.Where(d => d.Enabled))
        {
            foreach (var (place, trigger) in definition.Triggers.Index())
            {
                if (trigger is Trigger.OnEvent onEvent)
                    Add(new Entry(definition, place, onEvent));
            }
        }
    }

    /// <summary>The definitions with a trigger whose type fits, in the order of their ids; each once.</summary>
    public IReadOnlyList<TriggerMatch> Match(string eventType)
    {
        ArgumentNullException.ThrowIfNull(eventType);
        var found = new List<Entry>();
        if (_exact.TryGetValue(eventType, out var exact))
            found.AddRange(exact);

        if (!_patterns.IsEmpty)
            Collect(_patterns, eventType.Split(TypePattern.Separator), 0, found);

        return
        [
            .. found.GroupBy(e => e.Definition.Id)
                .OrderBy(group => group.Key)
                .Select(group => new TriggerMatch(group.First().Definition, [.. group.OrderBy(e => e.Place).Select(e => e.Trigger)])),
        ];
    }

    private void Add(Entry entry)
    {
        if (TypePattern.IsExact(entry.Trigger.Type))
        {
            if (!_exact.TryGetValue(entry.Trigger.Type, out var entries))
                _exact[entry.Trigger.Type] = entries = [];

            entries.Add(entry);
            return;
        }

        var node = _patterns;
        foreach (var part in entry.Trigger.Type.Split(TypePattern.Separator))
        {
            if (part == ">")
            {
                node.Rest.Add(entry);
                return;
            }

            node = node.Child(part);
        }

        node.Here.Add(entry);
    }

    private static void Collect(Node node, string[] parts, int at, List<Entry> found)
    {
        if (at == parts.Length)
        {
            found.AddRange(node.Here);
            return;
        }

        found.AddRange(node.Rest);
        if (node.Children.TryGetValue(parts[at], out var same))
            Collect(same, parts, at + 1, found);

        // A type's own part is never `*`: the envelope's reader refuses it, so a node is not walked twice.
        if (parts[at] != "*" && node.Children.TryGetValue("*", out var any))
            Collect(any, parts, at + 1, found);
    }

    private sealed record Entry(ActivityDefinition Definition, int Place, Trigger.OnEvent Trigger);

    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public List<Entry> Here { get; } = [];

        public List<Entry> Rest { get; } = [];

        public bool IsEmpty => Children.Count == 0 && Rest.Count == 0;

        public Node Child(string part)
        {
            if (!Children.TryGetValue(part, out var child))
                Children[part] = child = new Node();

            return child;
        }
    }
}
