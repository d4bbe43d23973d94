using ActivityCore.Context.Inventory;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Events;
using ActivityCore.Evidence;
using ActivityCore.Rules;

namespace ActivityCore.Definitions;

/// <summary>The evidence of one file: what it names must be there, and what it would send must have a declared form.</summary>
internal sealed class EvidenceBuilder(ProblemList problems, EventTypeRegistry eventTypes, IReadOnlyList<ContextEntry> context)
{
    public List<EvidenceEntry> Build(IReadOnlyList<YamlMapping> nodes)
    {
        var entries = new List<EvidenceEntry>();
        var lines = new Dictionary<(string, string, string), int>();
        foreach (var node in nodes)
        {
            if (Read.Text(node, "sink") is not { } sink || !EvidenceSinks.All.Contains(sink, StringComparer.Ordinal) || Read.Text(node, "context") is not { } name)
                continue;

            var entry = Entry(node, sink, name);
            if (!lines.TryAdd((sink, name, entry.EventType), node.Line))
                problems.Error(node, $"This evidence is already on line {lines[(sink, name, entry.EventType)]}: keep one of the two.");

            entries.Add(entry);
        }

        return entries;
    }

    private EvidenceEntry Entry(YamlMapping node, string sink, string name)
    {
        var source = CheckContext(node, name);
        var type = EventType(node, sink, source);
        var (items, key) = source is OpsInventorySource.SourceName ? OpsEvents.Find(type) : (null, null);
        return new()
        {
            Sink = sink,
            Context = name,
            EventType = type,
            Items = Read.Text(node, "items") ?? items,
            Key = Read.Text(node, "key") ?? key,
            ViewContext = InterHubOnly(node, "view_context", sink) ? Read.Text(node, "view_context") : null,
            WidgetMapping = Mapping(node, "widget_mapping", sink, type),
            CapabilityMapping = Mapping(node, "capability_mapping", sink, type),
        };
    }

    /// <summary>The source of the context entry, or null where there is none.</summary>
    private string? CheckContext(YamlMapping node, string name)
    {
        if (context.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.Ordinal)) is { } found)
            return found.Source;

        var near = Suggestion.For(name, context.Select(entry => entry.Name));
        problems.Error(node["context"]!, $"`context` is `{Shown.Of(name)}`, which is not under `context` of this definition{(near.Length > 0 ? near : ": add the entry there.")}");
        return null;
    }

    private string EventType(YamlMapping node, string sink, string? source)
    {
        var isProgress = sink is EvidenceSinks.StateHubProgress;
        if (Read.Text(node, "event_type") is not { } type)
        {
            if (!isProgress && node["event_type"] is null)
                problems.Error(node, "Evidence for inter-hub needs the key `event_type`: a type of event-types/ that ops-hub's manifest declares, such as ops-service-observed.");
            else if (source is not null and not OpsInventorySource.SourceName)
                problems.Error(node, "Evidence about a context that is no ops-inventory needs the key `event_type`: a type of event-types/, whose attributes say what may be sent.");

            return OpsEvents.InventoryProbe;
        }

        if (isProgress && string.Equals(type, OpsEvents.InventoryProbe, StringComparison.Ordinal))
        {
            if (source is not null and not OpsInventorySource.SourceName)
                problems.Error(node["event_type"]!, $"`event_type` {OpsEvents.InventoryProbe} is for a context whose source is ops-inventory, and this one's is {Shown.Of(source)}: name a type of event-types/.");
        }
        else if (eventTypes.Types.Count == 0)
        {
            // A process without the folder must still be able to read what another one has checked; nothing of an unknown type's facts is sent.
            problems.Warning(node["event_type"]!.Line, node["event_type"]!.Column, $"No event type is known here, so `{Shown.Of(type)}` is not checked, and none of its attributes would be sent: EVENT_TYPES_DIR names the folder.");
        }
        else if (eventTypes.Find(type) is null)
        {
            var near = Suggestion.For(type, eventTypes.Types.Select(t => t.Name));
            problems.Error(node["event_type"]!, $"`event_type` is `{Shown.Of(type)}`, which no file in event-types/ declares{(near.Length > 0 ? near : ": add one, whose attributes say what may be sent.")}");
        }

        return type;
    }

    private Dictionary<string, string> Mapping(YamlMapping node, string name, string sink, string type)
    {
        var mapping = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!InterHubOnly(node, name, sink))
            return mapping;

        foreach (var (key, value) in Read.Mapping(node, name)?.Entries ?? [])
        {
            if (!string.Equals(key.Value, type, StringComparison.Ordinal) && !key.Value.StartsWith(type + "/", StringComparison.Ordinal))
                problems.Error(key, $"`{name}` has `{Shown.Of(key.Value)}`, and this entry is about {Shown.Of(type)}: write {Shown.Of(type)} or {Shown.Of(type)}/ENTITY.");

            if (value is YamlScalar scalar)
                mapping[key.Value] = scalar.Value;
        }

        return mapping;
    }

    private bool InterHubOnly(YamlMapping node, string name, string sink)
    {
        if (node.Find(name) is not { } found || sink is EvidenceSinks.InterHub)
            return true;

        problems.Error(found.Key, $"`{name}` belongs to evidence for inter-hub, and this is for {sink}: take it out.");
        return false;
    }
}
