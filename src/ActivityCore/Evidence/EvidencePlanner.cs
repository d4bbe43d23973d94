using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Tasks;

namespace ActivityCore.Evidence;

/// <summary>
/// From a definition and a run's context to what is to be sent, and why not where it is not. Pure: the same run comes to the same keys and payloads.
/// Safe to share.
/// </summary>
public sealed class EvidencePlanner(EvidenceOptions options, EventTypeRegistry eventTypes)
{
    private const int MaxListed = 100;

    /// <summary>In the order of the file; where an entry cannot go to Inter-Hub, State Hub's stand-in comes last, unless an entry of its own is there.</summary>
    public IReadOnlyList<PlannedEvidence> Plan(EvidenceSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var planned = source.Definition.Evidence.SelectMany(entry => Plan(source, entry)).ToList();
        var standIns = source.Definition.Evidence
            .Where(entry => entry.Sink is EvidenceSinks.InterHub && !Gate(entry).IsOpen)
            .Select(entry => entry.Context).Distinct(StringComparer.Ordinal)
            .Where(context => !source.Definition.Evidence.Any(entry => entry.Sink is EvidenceSinks.StateHubProgress && string.Equals(entry.Context, context, StringComparison.Ordinal)));
        foreach (var context in standIns)
        {
            planned.AddRange(Plan(source, new() { Sink = EvidenceSinks.StateHubProgress, Context = context, EventType = OpsEvents.InventoryProbe }));
        }

        return planned;
    }

    /// <summary>The gates as they stand for an entry.</summary>
    public InterHubGate Gate(EvidenceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return InterHubGate.Of(options, entry.WidgetMapping.Count > 0 || entry.CapabilityMapping.Count > 0);
    }

    private IEnumerable<PlannedEvidence> Plan(EvidenceSource source, EvidenceEntry entry)
    {
        if (!source.Context.TryGetProperty(entry.Context, out var value))
        {
            return [Not(source, entry, EvidenceState.Deferred, EvidenceStatus.ContextMissing, "The context entry was skipped, so nothing was observed.")];
        }

        if (entry.Sink is EvidenceSinks.StateHubProgress)
        {
            return [Progress(source, entry, value)];
        }

        var gate = Gate(entry);
        if (!gate.IsOpen)
        {
            return [Not(source, entry, EvidenceState.Deferred, gate.Status!, $"{gate.Reason} State Hub stands in.")];
        }

        return options.ManifestEventTypes.Contains(entry.EventType, StringComparer.Ordinal)
            ? Entities(entry, value).Select(entity => Interaction(source, entry, value, entity))
            : [Not(source, entry, EvidenceState.Rejected, EvidenceStatus.UndeclaredEventType, $"ops-hub's manifest (OPS_HUB_MANIFEST_EVENT_TYPES) does not declare {entry.EventType}.")];
    }

    private PlannedEvidence Progress(EvidenceSource source, EvidenceEntry entry, JsonElement value)
    {
        var key = Key(source, entry, "");
        var at = ObservedAt(source, value, value);
        var detail = new JsonObject
        {
            ["publisher"] = "activity-core",
            ["definition"] = source.Definition.Name,
            ["activity_core_run_id"] = source.RunId,
            ["context_key"] = entry.Context,
            ["idempotency_key"] = key,
            ["observed_at"] = Time(at),
        };
        var summary = string.Equals(entry.EventType, OpsEvents.InventoryProbe, StringComparison.Ordinal)
            ? AddInventory(detail, value)
            : AddEntities(detail, entry, value);
        var payload = new JsonObject { ["event_type"] = entry.EventType, ["summary"] = $"{source.Definition.Name}: {summary}", ["detail"] = detail };
        var planned = Planned(source, entry, "", payload, at);
        return options.StateHubUrl is null
            ? planned with { State = EvidenceState.Deferred, Status = EvidenceStatus.MissingStateHubConfig, Reason = "Missing: STATE_HUB_URL." }
            : planned;
    }

    private string AddInventory(JsonObject detail, JsonElement value)
    {
        var summary = CompactFacts.Of(Member(value, "summary") ?? default, Summaries);
        detail["environment"] = CompactFacts.Of(value, Environment)["environment"]?.DeepClone();
        detail["summary"] = summary;
        var room = MaxListed;
        var leftOut = 0;
        foreach (var (type, items, _) in OpsEvents.All)
        {
            // What is not well comes first, so that a large inventory loses the dull facts.
            var facts = List(value, items).OrderBy(IsWell).Select(item => (JsonNode)CompactFacts.Of(item, Names(type))).ToArray();
            var taken = facts.Take(room).ToArray();
            room -= taken.Length;
            leftOut += facts.Length - taken.Length;
            detail[items] = new JsonArray(taken);
        }

        detail["left_out"] = leftOut;
        return string.Join(", ", summary.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key.Replace('_', ' ')} {pair.Value}"));
    }

    private string AddEntities(JsonObject detail, EvidenceEntry entry, JsonElement value)
    {
        var facts = Entities(entry, value).Select(entity => (JsonNode)CompactFacts.Of(entity.Value, Names(entry.EventType))).ToArray();
        detail["entities"] = new JsonArray([.. facts.Take(MaxListed)]);
        detail["left_out"] = Math.Max(0, facts.Length - MaxListed);
        return string.Create(CultureInfo.InvariantCulture, $"{facts.Length} of {entry.EventType}");
    }

    private PlannedEvidence Interaction(EvidenceSource source, EvidenceEntry entry, JsonElement value, (string Name, JsonElement Value) entity)
    {
        var at = ObservedAt(source, entity.Value, value);
        var attributes = CompactFacts.Of(entity.Value, Names(entry.EventType));
        attributes["observed_at"] = Time(at);
        var payload = new JsonObject
        {
            ["eventType"] = entry.EventType,
            ["viewContext"] = entry.ViewContext ?? source.Definition.Name,
            ["metadata"] = new JsonObject
            {
                ["attributes"] = attributes,
                ["activity_core"] = new JsonObject
                {
                    ["run_id"] = source.RunId,
                    ["definition"] = source.Definition.Name,
                    ["context_key"] = entry.Context,
                    ["idempotency_key"] = Key(source, entry, entity.Name),
                },
            },
        };
        var planned = Planned(source, entry, entity.Name, payload, at);
        if (WidgetMapping.Find(entry.WidgetMapping, entry.EventType, entity.Name) is { } widget)
        {
            payload["widgetId"] = widget;
        }
        else if (WidgetMapping.Find(entry.CapabilityMapping, entry.EventType, entity.Name) is { } capability)
        {
            payload["capabilityRef"] = capability;
        }
        else if (WidgetMapping.Find(options.WidgetMapping, entry.EventType, entity.Name) is { } configured)
        {
            payload["widgetId"] = configured;
        }
        else
        {
            return planned with { State = EvidenceState.Rejected, Status = EvidenceStatus.NoWidgetMapped, Reason = $"No mapping names a widget for {entry.EventType} or {entry.EventType}/{entity.Name}." };
        }

        return planned with { Payload = JsonSerializer.SerializeToElement(payload) };
    }

    private static PlannedEvidence Not(EvidenceSource source, EvidenceEntry entry, EvidenceState state, string status, string reason) =>
        Planned(source, entry, "", [], source.ObservedAt) with { State = state, Status = status, Reason = reason };

    private static PlannedEvidence Planned(EvidenceSource source, EvidenceEntry entry, string entity, JsonObject payload, DateTimeOffset at) => new()
    {
        Key = Key(source, entry, entity),
        Context = entry.Context,
        EventType = entry.EventType,
        Sink = entry.Sink,
        Entity = entity,
        Payload = JsonSerializer.SerializeToElement(payload),
        ObservedAt = at,
    };

    // An array as JSON cannot be read in two ways, whatever stands in the parts.
    private static string Key(EvidenceSource source, EvidenceEntry entry, string entity) =>
        TaskKey.Base32(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new[] { "ev1", source.RunId, entry.Context, entry.EventType, entry.Sink, entity })));

    private static List<(string Name, JsonElement Value)> Entities(EvidenceEntry entry, JsonElement value)
    {
        if (entry.Items is null && value.ValueKind != JsonValueKind.Array)
        {
            return [(entry.Key is null ? "" : Name(entry.Key, value), value)];
        }

        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in entry.Items is null ? value.EnumerateArray() : List(value, entry.Items))
        {
            var name = entry.Key is null ? "" : Name(entry.Key, item);
            // What has no name of its own is told apart by its place.
            found[name.Length > 0 && !found.ContainsKey(name) ? name : string.Create(CultureInfo.InvariantCulture, $"{name}#{found.Count + 1}")] = item;
        }

        return [.. found.Select(pair => (pair.Key, pair.Value))];
    }

    private static string Name(string key, JsonElement item)
    {
        var name = Member(item, key) is { ValueKind: JsonValueKind.String } text ? CompactFacts.Text(text.GetString()!) : "";
        return Member(item, "entity_kind") is { ValueKind: JsonValueKind.String } kind ? $"{CompactFacts.Text(kind.GetString()!)}/{name}" : name;
    }

    private IReadOnlyList<string> Names(string eventType) => eventTypes.Find(eventType)?.AttributeNames ?? [];

    private static IEnumerable<JsonElement> List(JsonElement value, string name) => Member(value, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private static JsonElement? Member(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : null;

    private static bool IsWell(JsonElement item) => (Member(item, "ok") ?? Member(item, "verified")) is { ValueKind: JsonValueKind.True };

    private static DateTimeOffset ObservedAt(EvidenceSource source, JsonElement entity, JsonElement value) => At(entity) ?? At(value) ?? source.ObservedAt;

    private static DateTimeOffset? At(JsonElement value) =>
        Member(value, "observed_at") is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var at) ? at.ToUniversalTime() : null;

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static readonly string[] Environment = ["environment"];

    private static readonly string[] Summaries =
        ["services", "services_failing", "endpoints", "endpoints_failing", "access_paths", "access_paths_failing", "backups", "backups_failing", "drift"];
}
