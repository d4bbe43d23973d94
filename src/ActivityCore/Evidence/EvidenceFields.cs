using ActivityCore.Definitions.Fields;

namespace ActivityCore.Evidence;

/// <summary>The keys of an entry of <c>evidence</c>.</summary>
internal static class EvidenceFields
{
    private const string MappingKeyPattern = "^[a-z0-9][A-Za-z0-9._/-]{0,254}$";

    public static readonly ObjectShape Entry = new("an evidence entry", "Facts of the run's context that go to State Hub or Inter-Hub after its tasks.",
    [
        new("sink", new ChoiceShape("Where they go.", EvidenceSinks.All), Required: true),
        new("context", new TextShape("The name under `context`.") { MaxLength = 63, Pattern = Names.VariablePattern, Check = Names.FaultOfVariable }, Required: true),
        new("event_type", new TextShape("A type of event-types/. For state-hub-progress by default ops_inventory_probe.") { MaxLength = 255, Examples = ["ops-service-observed"] }),
        new("items", new TextShape("The member of the context value that holds the list of entities. By default the one of the event type, and without one the value itself.") { MaxLength = 63, Examples = ["services"], Check = Names.FaultOfVariable }),
        new("key", new TextShape("The member of an entity that names it. By default the one of the event type.") { MaxLength = 63, Examples = ["service"], Check = Names.FaultOfVariable }),
        new("view_context", new TextShape("Where people see it in Inter-Hub. Default the definition's name.") { MaxLength = 200 }),
        new("widget_mapping", Mapping("Which widget of Inter-Hub takes what: EVENT-TYPE or EVENT-TYPE/ENTITY to the widget's id.",
            new TextShape("A widget's id.") { MaxLength = 36, Format = "uuid", Check = WidgetMapping.FaultOfId })),
        new("capability_mapping", Mapping("Which capability's widget takes what: EVENT-TYPE or EVENT-TYPE/ENTITY to the widget's capabilityRef.",
            new TextShape("A capability.") { MaxLength = 200 })),
    ]);

    private static MapShape Mapping(string description, Shape value) => new(description, value) { KeyPattern = MappingKeyPattern, CheckKey = WidgetMapping.FaultOfKey };
}
