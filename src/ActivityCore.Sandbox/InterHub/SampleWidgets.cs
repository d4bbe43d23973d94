namespace ActivityCore.Sandbox.InterHub;

/// <summary>One widget for each event type that ops-hub's manifest declares, with ids that are the same each time.</summary>
public static class SampleWidgets
{
    private static readonly (string EventType, string WidgetType)[] All =
    [
        ("ops-service-observed", "ops-service-card"),
        ("ops-endpoint-verified", "ops-endpoint-card"),
        ("ops-access-path-checked", "ops-access-path-card"),
        ("ops-backup-verified", "ops-backup-card"),
        ("ops-inventory-drift", "ops-drift-card"),
    ];

    /// <summary>The widget of each event type, as <c>OPS_HUB_WIDGET_MAPPING</c> wants it.</summary>
    public static IReadOnlyDictionary<string, Guid> Mapping { get; } =
        All.Index().ToDictionary(sample => sample.Item.EventType, sample => new Guid($"00000000-0000-4000-8000-{sample.Index + 1:D12}"), StringComparer.Ordinal);

    internal static void Register(InterHubBook book)
    {
        foreach (var (eventType, widgetType) in All)
        {
            var id = Mapping[eventType];
            book.Widgets[id] = new() { Id = id, HubId = "ops-hub", Name = widgetType, WidgetType = widgetType, PolicyScope = "ops-evidence", Status = "active" };
        }
    }
}
