using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActivityCore.Rules;

/// <summary>
/// JSON whose texts are templates. A text that is one <c>{{ }}</c> alone becomes the value itself, whatever its kind; any other becomes text.
/// Immutable and safe to share.
/// </summary>
public abstract record JsonTemplate
{
    private JsonTemplate()
    {
    }

    /// <summary>A text with places.</summary>
    public sealed record Text(Template Template) : JsonTemplate;

    /// <summary>A number, boolean or null.</summary>
    public sealed record Constant(JsonElement Value) : JsonTemplate;

    /// <summary>An object; names are fixed.</summary>
    public sealed record Members(IReadOnlyList<KeyValuePair<string, JsonTemplate>> Content) : JsonTemplate;

    /// <summary>A list.</summary>
    public sealed record Items(IReadOnlyList<JsonTemplate> Content) : JsonTemplate;

    /// <summary>The places filled; what is wrong stays with the renderer.</summary>
    internal JsonNode? Render(FieldRenderer fields, string field) => this switch
    {
        Text { Template: { IsOnePlace: true } template } => fields.Value(template, field),
        Text text => JsonValue.Create(fields.Text(text.Template, TaskLimits.MaxDescriptionLength, field)),
        Constant constant => JsonNode.Parse(constant.Value.GetRawText()),
        Members members => new JsonObject(members.Content.Select(member => KeyValuePair.Create(member.Key, member.Value.Render(fields, $"{field}.{member.Key}")))),
        Items items => new JsonArray([.. items.Content.Select((item, index) => item.Render(fields, $"{field}[{index}]"))]),
        _ => throw new InvalidOperationException("Unreachable: the set is closed."),
    };
}
