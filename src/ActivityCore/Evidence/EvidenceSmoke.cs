using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActivityCore.Events;
using ActivityCore.Tasks;

namespace ActivityCore.Evidence;

/// <summary>
/// The controlled smoke of the evidence intake: one event of each declared type is taken, and an undeclared one is refused. It is what opens the gate,
/// so it does not ask whether the gate is open. Safe to share.
/// </summary>
public sealed class EvidenceSmoke(EvidenceOptions options, EventTypeRegistry eventTypes, IEnumerable<IEvidenceSink> sinks, TimeProvider time)
{
    /// <summary>Sends one after the other.</summary>
    /// <param name="undeclared">A type that the manifest does not declare.</param>
    /// <param name="smokeId">Tells this smoke's events from those of another.</param>
    /// <param name="cancellationToken">Stops between events.</param>
    public async Task<IReadOnlyList<SmokeStep>> RunAsync(string undeclared, string smokeId, CancellationToken cancellationToken = default)
    {
        var steps = new List<SmokeStep> { await ProgressAsync(smokeId, cancellationToken) };
        foreach (var type in options.ManifestEventTypes)
        {
            steps.Add(await InteractionAsync(type, "accepted", smokeId, cancellationToken));
        }

        steps.Add(await InteractionAsync(undeclared, "refused", smokeId, cancellationToken));
        return steps;
    }

    private async Task<SmokeStep> ProgressAsync(string smokeId, CancellationToken cancellationToken)
    {
        const string Type = OpsEvents.InventoryProbe;
        if (options.StateHubUrl is null)
        {
            return new(Type, EvidenceSinks.StateHubProgress, "accepted", "not sent", $"{EvidenceStatus.MissingStateHubConfig}: STATE_HUB_URL is not set");
        }

        var key = Key(smokeId, Type);
        var payload = JsonSerializer.SerializeToElement(new JsonObject
        {
            ["event_type"] = Type,
            ["summary"] = "activity-core evidence smoke",
            ["detail"] = new JsonObject { ["publisher"] = "activity-core", ["smoke"] = smokeId, ["idempotency_key"] = key, ["observed_at"] = Now() },
        });
        return await StepAsync(Type, EvidenceSinks.StateHubProgress, "accepted", key, payload, cancellationToken);
    }

    private async Task<SmokeStep> InteractionAsync(string type, string expected, string smokeId, CancellationToken cancellationToken)
    {
        var gate = InterHubGate.Of(options, entryHasMapping: false);
        if (gate.Status is EvidenceStatus.MissingInterHubConfig)
        {
            return new(type, EvidenceSinks.InterHub, expected, "not sent", $"{gate.Status}: {gate.Reason}");
        }

        // An undeclared type has no widget of its own; any will do to see it refused.
        var widget = WidgetMapping.Find(options.WidgetMapping, type, "")
            ?? options.WidgetMapping.Where(pair => expected is "refused" || pair.Key.StartsWith(type + "/", StringComparison.Ordinal)).Select(pair => pair.Value).FirstOrDefault();
        if (widget is null)
        {
            return new(type, EvidenceSinks.InterHub, expected, "not sent", $"{EvidenceStatus.NoWidgetMapped}: OPS_HUB_WIDGET_MAPPING names no widget for {type}");
        }

        var known = eventTypes.Find(type);
        var attributes = known is null ? [] : CompactFacts.Of(known.Examples[0], known.AttributeNames);
        attributes["observed_at"] = Now();
        var key = Key(smokeId, type);
        var payload = JsonSerializer.SerializeToElement(new JsonObject
        {
            ["widgetId"] = widget,
            ["eventType"] = type,
            ["viewContext"] = "activity-core/smoke",
            ["metadata"] = new JsonObject
            {
                ["attributes"] = attributes,
                ["activity_core"] = new JsonObject { ["smoke"] = smokeId, ["idempotency_key"] = key },
            },
        });
        return await StepAsync(type, EvidenceSinks.InterHub, expected, key, payload, cancellationToken);
    }

    private async Task<SmokeStep> StepAsync(string type, string sinkName, string expected, string key, JsonElement payload, CancellationToken cancellationToken)
    {
        var sink = sinks.First(one => string.Equals(one.Name, sinkName, StringComparison.Ordinal));
        return await sink.SendAsync(key, payload, maybeThere: false, cancellationToken) switch
        {
            EvidenceResult.Submitted submitted => new(type, sinkName, expected, "accepted", submitted.Reference),
            // Only the receiver's own refusal counts: a widget that is not there says nothing about the type.
            EvidenceResult.Rejected { Status: EvidenceStatus.Refused } refused => new(type, sinkName, expected, "refused", refused.Reason),
            EvidenceResult.Rejected rejected => new(type, sinkName, expected, "not sent", $"{rejected.Status}: {rejected.Reason}"),
            EvidenceResult.Retry retry => new(type, sinkName, expected, "no answer", retry.Reason),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not known."),
        };
    }

    private static string Key(string smokeId, string type) =>
        TaskKey.Base32(System.Security.Cryptography.SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new[] { "ev1-smoke", smokeId, type })));

    private string Now() => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
