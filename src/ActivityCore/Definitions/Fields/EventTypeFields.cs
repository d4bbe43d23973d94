using ActivityCore.Routing;

namespace ActivityCore.Definitions.Fields;

/// <summary>The keys of an event type: one table for the loader and for <c>schemas/event-type.schema.json</c>.</summary>
internal static class EventTypeFields
{
    public static readonly ObjectShape Root = new("an event type", "What is known of the events of one type.",
    [
        new("name", new TextShape("The type as envelopes carry it.")
        {
            MaxLength = 255,
            Examples = ["org.statehub.repo.registered", "ops-service-observed"],
            Check = name => TypePattern.Fault(name) ?? (TypePattern.IsExact(name) ? null : $"is `{Shown.Of(name)}` and must be one type, without wildcards."),
        }, Required: true),
        new("description", new TextShape("What has happened when such an event comes."), Required: true),
        new("publisher", new TextShape("Who publishes it.") { MaxLength = 255, Examples = ["the-custodian/state-hub"] }, Required: true),
        new("versions", new ListShape("The versions that the schema describes, at least one.", new TextShape("A version, in quotes.") { MaxLength = 64, Examples = ["1.0"] }) { MinItems = 1 }, Required: true),
        new("assumed", new ListShape(
            "What no contract states and this file only supposes: `publisher`, `versions` or `attributes.NAME`. An event that differs there is not flagged.",
            new TextShape("A part of this file.") { MaxLength = 255, Examples = ["publisher", "attributes.repo_slug"] })),
        new("attributes", new JsonObjectShape("JSON Schema (draft 2020-12) of the attributes."), Required: true),
        new("examples", new ListShape("Attributes as they may come, at least one.", new JsonObjectShape("Attributes that fit the schema.")) { MinItems = 1 }, Required: true),
    ]);
}
