namespace ActivityCore.Evidence;

/// <summary>Why evidence was not submitted, in a word. The words are an interface: rows keep them and people filter by them.</summary>
public static class EvidenceStatus
{
    /// <summary>INTER_HUB_URL, OPS_HUB_KEY or every form of mapping is missing.</summary>
    public const string MissingInterHubConfig = "missing_inter_hub_config";

    /// <summary>All is configured, and nobody has opened the gates yet.</summary>
    public const string InterHubSinkDeferred = "inter_hub_sink_deferred";

    /// <summary>STATE_HUB_URL is missing.</summary>
    public const string MissingStateHubConfig = "missing_state_hub_config";

    /// <summary>The context entry was skipped, so nothing was observed.</summary>
    public const string ContextMissing = "context_missing";

    /// <summary>ops-hub's manifest does not declare the event type.</summary>
    public const string UndeclaredEventType = "undeclared_event_type";

    /// <summary>No mapping names a widget for it.</summary>
    public const string NoWidgetMapped = "no_widget_mapped";

    /// <summary>Inter-Hub does not know the widget.</summary>
    public const string UnknownWidget = "unknown_widget";

    /// <summary>No widget of Inter-Hub has the capability.</summary>
    public const string UnknownCapability = "unknown_capability";

    /// <summary>The widget is deprecated or a draft.</summary>
    public const string WidgetNotActive = "widget_not_active";

    /// <summary>The receiver refused it.</summary>
    public const string Refused = "refused";

    /// <summary>It could not be sent for so long that it says nothing any more.</summary>
    public const string GivenUp = "given_up";
}
