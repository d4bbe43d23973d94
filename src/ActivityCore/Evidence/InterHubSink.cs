using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActivityCore.Evidence;

/// <summary>
/// Inter-Hub's <c>POST /api/v2/interaction-events</c>. The widget is looked up before: it must be known and active, or one must have the capability.
/// Inter-Hub itself checks the event type against its registry and the active manifest, and sets <c>occurredAt</c>.
/// </summary>
internal sealed class InterHubSink(EvidenceReceiver hub, TimeProvider time) : IEvidenceSink, IDisposable
{
    private const string Events = "interaction-events";
    private static readonly TimeSpan WidgetsAreFresh = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private (IReadOnlyList<JsonElement> Widgets, DateTimeOffset At)? _widgets;

    public string Name => EvidenceSinks.InterHub;

    public async Task<EvidenceResult> SendAsync(string key, JsonElement payload, bool maybeThere, CancellationToken cancellationToken = default)
    {
        var (widget, instead) = await FindWidgetAsync(payload, cancellationToken);
        if (widget is null)
        {
            return instead!;
        }

        if (maybeThere)
        {
            var query = new Dictionary<string, string>(StringComparer.Ordinal) { ["widgetId"] = widget, ["eventType"] = EvidenceReceiver.Text(payload, "eventType")! };
            var (events, failure) = await hub.ListAsync(Events, query, cancellationToken);
            if (events is null)
            {
                return failure!;
            }

            if (events.FirstOrDefault(entry => string.Equals(EvidenceReceiver.Text(entry, "metadata", "activity_core", "idempotency_key"), key, StringComparison.Ordinal))
                is { ValueKind: JsonValueKind.Object } there)
            {
                return new EvidenceResult.Submitted(EvidenceReceiver.Id(there) ?? "there already");
            }
        }

        var body = JsonNode.Parse(payload.GetRawText())!.AsObject();
        body.Remove("capabilityRef");
        body["widgetId"] = widget;
        return await hub.PostAsync(Events, key, JsonSerializer.SerializeToElement(body), cancellationToken);
    }

    public void Dispose() => _reading.Dispose();

    private async Task<(string? Widget, EvidenceResult? Instead)> FindWidgetAsync(JsonElement payload, CancellationToken cancellationToken)
    {
        var (widgets, instead) = await WidgetsAsync(cancellationToken);
        if (widgets is null)
        {
            return (null, instead);
        }

        if (EvidenceReceiver.Text(payload, "widgetId") is { } id)
        {
            return widgets.FirstOrDefault(widget => string.Equals(EvidenceReceiver.Id(widget), id, StringComparison.OrdinalIgnoreCase)) switch
            {
                { ValueKind: JsonValueKind.Undefined } => (null, new EvidenceResult.Rejected(EvidenceStatus.UnknownWidget, $"Inter-Hub knows no widget {id}.")),
                var widget when !IsActive(widget) => (null, new EvidenceResult.Rejected(EvidenceStatus.WidgetNotActive, $"The widget {id} is {EvidenceReceiver.Text(widget, "status")}.")),
                _ => (id, null),
            };
        }

        var capability = EvidenceReceiver.Text(payload, "capabilityRef");
        var able = widgets.Where(widget => string.Equals(EvidenceReceiver.Text(widget, "capabilityRef"), capability, StringComparison.Ordinal)).ToArray();
        return able.FirstOrDefault(IsActive) is { ValueKind: JsonValueKind.Object } active
            ? (EvidenceReceiver.Id(active), null)
            : (null, new EvidenceResult.Rejected(
                able.Length == 0 ? EvidenceStatus.UnknownCapability : EvidenceStatus.WidgetNotActive, $"No active widget of Inter-Hub has the capability {capability}."));
    }

    private async Task<(IReadOnlyList<JsonElement>? Widgets, EvidenceResult? Instead)> WidgetsAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_widgets is { } known && time.GetUtcNow() - known.At < WidgetsAreFresh)
            {
                return (known.Widgets, null);
            }

            var (widgets, instead) = await hub.ListAsync("widgets", new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken);
            _widgets = widgets is null ? null : (widgets, time.GetUtcNow());
            return (widgets, instead);
        }
        finally
        {
            _reading.Release();
        }
    }

    private static bool IsActive(JsonElement widget) => EvidenceReceiver.Text(widget, "status") is null or "active";
}
