using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ActivityCore.Events.Schemas;

/// <summary>One comparison of a value with a schema. Work and findings are bounded, whatever the value holds.</summary>
internal sealed class SchemaValidation(IReadOnlyDictionary<string, JsonElement> references, IReadOnlyDictionary<string, Regex> patterns)
{
    private const int MaxFaults = 20;
    private const int MaxDepth = 200;
    private const int MaxSteps = 200_000;
    private const int MaxPatternInput = 4_096;

    private List<string> _faults = [];
    private int _steps;
    private int _depth;

    public IReadOnlyList<string> Faults => _faults;

    public void Check(JsonElement schema, JsonElement instance, string place)
    {
        if (++_steps > MaxSteps || _depth > MaxDepth)
        {
            Fault(place, "is too large to be compared with its schema.");
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            if (schema.ValueKind == JsonValueKind.False)
                Fault(place, "is not allowed.");

            return;
        }

        _depth++;
        Any(schema, instance, place);
        Combined(schema, instance, place);
        switch (instance.ValueKind)
        {
            case JsonValueKind.Object:
                Object(schema, instance, place);
                break;
            case JsonValueKind.Array:
                Array(schema, instance, place);
                break;
            case JsonValueKind.String:
                Text(schema, instance.GetString()!, place);
                break;
            case JsonValueKind.Number:
                Number(schema, instance, place);
                break;
        }

        _depth--;
    }

    private void Any(JsonElement schema, JsonElement instance, string place)
    {
        if (schema.TryGetProperty("type", out var type) && !(type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(t => IsType(instance, t.GetString()!)) : IsType(instance, type.GetString()!)))
            Fault(place, $"must be {(type.ValueKind == JsonValueKind.Array ? string.Join(" or ", type.EnumerateArray()) : type.GetString())}.");

        if (schema.TryGetProperty("enum", out var choices) && !choices.EnumerateArray().Any(c => JsonElement.DeepEquals(c, instance)))
            Fault(place, $"must be one of {choices.GetRawText()}.");

        if (schema.TryGetProperty("const", out var only) && !JsonElement.DeepEquals(only, instance))
            Fault(place, $"must be {only.GetRawText()}.");
    }

    private void Combined(JsonElement schema, JsonElement instance, string place)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            Check(references[reference.GetString()!], instance, place);

        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var each in all.EnumerateArray())
                Check(each, instance, place);
        }

        if (schema.TryGetProperty("anyOf", out var any) && !any.EnumerateArray().Any(s => Fits(s, instance, place)))
            Fault(place, "fits none of the schemas under `anyOf`.");

        if (schema.TryGetProperty("oneOf", out var one) && one.EnumerateArray().Count(s => Fits(s, instance, place)) is var fitting && fitting != 1)
            Fault(place, string.Create(CultureInfo.InvariantCulture, $"fits {fitting} of the schemas under `oneOf` and must fit exactly one."));

        if (schema.TryGetProperty("not", out var not) && Fits(not, instance, place))
            Fault(place, "fits the schema under `not`.");

        if (schema.TryGetProperty("if", out var condition) && schema.TryGetProperty(Fits(condition, instance, place) ? "then" : "else", out var branch))
            Check(branch, instance, place);
    }

    private void Object(JsonElement schema, JsonElement instance, string place)
    {
        if (schema.TryGetProperty("required", out var required))
            Required(required, instance, place);

        if (schema.TryGetProperty("dependentRequired", out var dependent))
        {
            foreach (var rule in dependent.EnumerateObject().Where(d => instance.TryGetProperty(d.Name, out _)))
                Required(rule.Value, instance, place);
        }

        Count(schema, "minProperties", "maxProperties", instance.GetPropertyCount(), place, "members");
        var hasProperties = schema.TryGetProperty("properties", out var properties);
        var hasPatterns = schema.TryGetProperty("patternProperties", out var patternProperties);
        var hasAdditional = schema.TryGetProperty("additionalProperties", out var additional);
        var hasNames = schema.TryGetProperty("propertyNames", out var names);
        foreach (var member in instance.EnumerateObject())
        {
            var at = $"{place}.{member.Name}";
            var known = false;
            if (hasProperties && properties.TryGetProperty(member.Name, out var own))
            {
                known = true;
                Check(own, member.Value, at);
            }

            foreach (var pattern in hasPatterns ? patternProperties.EnumerateObject().Where(p => IsMatch(p.Name, member.Name)) : [])
            {
                known = true;
                Check(pattern.Value, member.Value, at);
            }

            if (!known && hasAdditional)
                Check(additional, member.Value, at);

            if (hasNames)
                Check(names, JsonSerializer.SerializeToElement(member.Name), at);
        }
    }

    private void Required(JsonElement names, JsonElement instance, string place)
    {
        foreach (var name in names.EnumerateArray().Select(n => n.GetString()!).Where(n => !instance.TryGetProperty(n, out _)))
            Fault($"{place}.{name}", "is missing.");
    }

    private void Array(JsonElement schema, JsonElement instance, string place)
    {
        Count(schema, "minItems", "maxItems", instance.GetArrayLength(), place, "items");
        var prefix = schema.TryGetProperty("prefixItems", out var prefixItems) ? prefixItems.GetArrayLength() : 0;
        var hasItems = schema.TryGetProperty("items", out var items);
        foreach (var (index, item) in instance.EnumerateArray().Index())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]");
            if (index < prefix)
                Check(prefixItems[index], item, at);
            else if (hasItems)
                Check(items, item, at);
        }

        if (schema.TryGetProperty("contains", out var contains))
        {
            var fitting = instance.EnumerateArray().Count(item => Fits(contains, item, place));
            var least = schema.TryGetProperty("minContains", out var min) ? min.GetInt32() : 1;
            if (fitting < least || (schema.TryGetProperty("maxContains", out var max) && fitting > max.GetInt32()))
                Fault(place, string.Create(CultureInfo.InvariantCulture, $"has {fitting} items that fit `contains`."));
        }

        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True)
        {
            var seen = new HashSet<JsonElement>(JsonEquality.Instance);
            if (instance.EnumerateArray().Any(item => !seen.Add(item)))
                Fault(place, "holds an item twice.");
        }
    }

    private void Text(JsonElement schema, string text, string place)
    {
        if (schema.TryGetProperty("minLength", out _) || schema.TryGetProperty("maxLength", out _))
            Count(schema, "minLength", "maxLength", text.EnumerateRunes().Count(), place, "characters");

        if (schema.TryGetProperty("pattern", out var pattern) && !IsMatch(pattern.GetString()!, text))
            Fault(place, $"does not fit the pattern `{pattern.GetString()}`.");

        if (schema.TryGetProperty("format", out var format) && !SchemaFormats.Fits(format.GetString()!, text))
            Fault(place, $"is no {format.GetString()}.");
    }

    private void Number(JsonElement schema, JsonElement instance, string place)
    {
        if (schema.TryGetProperty("minimum", out var min) && Compare(instance, min) < 0)
            Fault(place, $"must be {min.GetRawText()} or more.");

        if (schema.TryGetProperty("maximum", out var max) && Compare(instance, max) > 0)
            Fault(place, $"must be {max.GetRawText()} or less.");

        if (schema.TryGetProperty("exclusiveMinimum", out var above) && Compare(instance, above) <= 0)
            Fault(place, $"must be more than {above.GetRawText()}.");

        if (schema.TryGetProperty("exclusiveMaximum", out var below) && Compare(instance, below) >= 0)
            Fault(place, $"must be less than {below.GetRawText()}.");

        if (schema.TryGetProperty("multipleOf", out var factor) && !IsMultiple(instance, factor))
            Fault(place, $"must be a multiple of {factor.GetRawText()}.");
    }

    private void Count(JsonElement schema, string least, string most, int count, string place, string what)
    {
        if (schema.TryGetProperty(least, out var min) && count < min.GetInt32())
            Fault(place, $"must have {min.GetInt32()} {what} or more.");

        if (schema.TryGetProperty(most, out var max) && count > max.GetInt32())
            Fault(place, $"must have {max.GetInt32()} {what} or less.");
    }

    private bool Fits(JsonElement schema, JsonElement instance, string place)
    {
        var outer = _faults;
        _faults = [];
        Check(schema, instance, place);
        var fits = _faults.Count == 0;
        _faults = outer;
        return fits;
    }

    private bool IsMatch(string pattern, string text) => text.Length <= MaxPatternInput && patterns[pattern].IsMatch(text);

    private void Fault(string place, string what)
    {
        if (_faults.Count < MaxFaults)
            _faults.Add($"`{place}` {what}");
    }

    private static bool IsType(JsonElement instance, string type) => instance.ValueKind switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Null => type == "null",
        _ => type == "number" || (type == "integer" && double.IsInteger(instance.GetDouble())),
    };

    private static int Compare(JsonElement a, JsonElement b) =>
        a.TryGetDecimal(out var x) && b.TryGetDecimal(out var y) ? x.CompareTo(y) : a.GetDouble().CompareTo(b.GetDouble());

    private static bool IsMultiple(JsonElement number, JsonElement factor) =>
        number.TryGetDecimal(out var x) && factor.TryGetDecimal(out var y) && y != 0 ? x % y == 0 : Math.IEEERemainder(number.GetDouble(), factor.GetDouble()) == 0;
}
