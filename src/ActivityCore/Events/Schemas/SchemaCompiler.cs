using System.Text.Json;
using System.Text.RegularExpressions;

namespace ActivityCore.Events.Schemas;

/// <summary>Walks a schema once: known keywords with sound values, local references that resolve, patterns that cannot run away.</summary>
internal sealed class SchemaCompiler(JsonElement root)
{
    public const int MaxPatternLength = 256;

    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
    };

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal) { "null", "boolean", "object", "array", "number", "integer", "string" };

    private readonly Dictionary<string, JsonElement> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    public JsonSchema Compile()
    {
        Schema(root, "schema");
        return new JsonSchema(root, _references, _patterns);
    }

    private void Schema(JsonElement schema, string place)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return;

        if (schema.ValueKind != JsonValueKind.Object)
        {
            Fault(place, "must be a schema: an object, true or false.");
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
            Keyword(keyword.Name, keyword.Value, $"{place}.{keyword.Name}");
    }

    private void Keyword(string name, JsonElement value, string place)
    {
        switch (name)
        {
            case "type":
                TypeNames(value, place);
                break;
            case "enum":
                Expect(value.ValueKind == JsonValueKind.Array, place, "must be a list of values.");
                break;
            case "const":
                break;
            case "required":
                Texts(value, place);
                break;
            case "dependentRequired":
                Each(value, place, Texts);
                break;
            case "properties" or "$defs":
                Each(value, place, Schema);
                break;
            case "patternProperties":
                Each(value, place, (schema, at) => Schema(schema, at));
                if (value.ValueKind == JsonValueKind.Object)
                {
                    foreach (var pattern in value.EnumerateObject())
                        Pattern(pattern.Name, place);
                }

                break;
            case "additionalProperties" or "propertyNames" or "items" or "contains" or "not" or "if" or "then" or "else":
                Schema(value, place);
                break;
            case "prefixItems" or "allOf" or "anyOf" or "oneOf":
                Schemas(value, place);
                break;
            case "minLength" or "maxLength" or "minItems" or "maxItems" or "minProperties" or "maxProperties" or "minContains" or "maxContains":
                Expect(value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0, place, "must be a whole number of 0 or more.");
                break;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum":
                Expect(value.ValueKind == JsonValueKind.Number, place, "must be a number.");
                break;
            case "multipleOf":
                Expect(value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0, place, "must be a number above 0.");
                break;
            case "uniqueItems":
                Expect(value.ValueKind is JsonValueKind.True or JsonValueKind.False, place, "must be true or false.");
                break;
            case "pattern":
                if (Expect(value.ValueKind == JsonValueKind.String, place, "must be a regular expression."))
                    Pattern(value.GetString()!, place);
                break;
            case "format":
                Expect(value.ValueKind == JsonValueKind.String && SchemaFormats.IsKnown(value.GetString()!), place, $"must be one of {string.Join(", ", SchemaFormats.Names)}.");
                break;
            case "$ref":
                Reference(value, place);
                break;
            case "$schema":
                Expect(value.ValueKind == JsonValueKind.String && value.GetString() == "https://json-schema.org/draft/2020-12/schema", place, "must be draft 2020-12, or left out.");
                break;
            default:
                Expect(Annotations.Contains(name), place, "is a keyword that is not taken here: leave it out.");
                break;
        }
    }

    private void TypeNames(JsonElement value, string place)
    {
        var names = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value];
        Expect(names.Length > 0 && names.All(n => n.ValueKind == JsonValueKind.String && Types.Contains(n.GetString()!)), place, $"must be of {string.Join(", ", Types)}.");
    }

    private void Texts(JsonElement value, string place) =>
        Expect(value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(t => t.ValueKind == JsonValueKind.String), place, "must be a list of names.");

    private void Schemas(JsonElement value, string place)
    {
        if (!Expect(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0, place, "must be a list of schemas."))
            return;

        foreach (var (index, schema) in value.EnumerateArray().Index())
            Schema(schema, $"{place}[{index}]");
    }

    private void Each(JsonElement value, string place, Action<JsonElement, string> check)
    {
        if (!Expect(value.ValueKind == JsonValueKind.Object, place, "must be an object."))
            return;

        foreach (var member in value.EnumerateObject())
            check(member.Value, $"{place}.{member.Name}");
    }

    private void Pattern(string pattern, string place)
    {
        if (_patterns.ContainsKey(pattern) || !Expect(pattern.Length <= MaxPatternLength, place, $"may have {MaxPatternLength} characters at most."))
            return;

        try
        {
            // Linear in the text, whatever the pattern; look-around and back references do not compile.
            _patterns[pattern] = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            Fault(place, $"holds the pattern `{pattern}`, which cannot be used: write it without look-around and back references.");
        }
    }

    private void Reference(JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } reference || !reference.StartsWith('#'))
        {
            Fault(place, "must point into this schema, such as \"#/$defs/name\".");
            return;
        }

        var target = root;
        foreach (var token in reference.Split('/').Skip(1).Select(t => t.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (target.ValueKind == JsonValueKind.Object && target.TryGetProperty(token, out var member))
                target = member;
            else if (target.ValueKind == JsonValueKind.Array && int.TryParse(token, out var index) && index >= 0 && index < target.GetArrayLength())
                target = target[index];
            else
            {
                Fault(place, $"points to `{reference}`, which is not in this schema.");
                return;
            }
        }

        if (Expect(reference == "#" || reference.StartsWith("#/", StringComparison.Ordinal), place, "must be \"#\" or begin with \"#/\"."))
            _references[reference] = target;
    }

    private bool Expect(bool holds, string place, string otherwise)
    {
        if (!holds)
            Fault(place, otherwise);

        return holds;
    }

    private void Fault(string place, string what) => _faults.Add($"`{place}` {what}");
}
