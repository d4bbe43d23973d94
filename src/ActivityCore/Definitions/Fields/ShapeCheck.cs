using System.Globalization;
using System.Text.Json;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Rules;

namespace ActivityCore.Definitions.Fields;

/// <summary>Compares a tree with its shape and notes every difference, each with its cure.</summary>
internal sealed class ShapeCheck(ProblemList problems)
{
    // What other tools call it.
    private static readonly Dictionary<string, string> Habits = new(StringComparer.Ordinal)
    {
        ["if"] = "when",
        ["condition"] = "when",
        ["on"] = "trigger",
        ["type"] = "event",
        ["schedule"] = "cron",
        ["tz"] = "timezone",
        ["tasks"] = "emit",
        ["actions"] = "emit",
        ["body"] = "description",
        ["repo"] = "target_repo",
        ["repository"] = "target_repo",
        ["dedupe_key"] = "dedupe",
    };

    /// <summary>Checks <paramref name="node"/>, the value of <paramref name="key"/>.</summary>
    public void Check(string key, YamlNode node, Shape shape)
    {
        switch (shape)
        {
            case RefusedShape refused:
                problems.Error(node, $"`{key}` {refused.Cure}");
                break;
            case ObjectShape or MapShape or JsonObjectShape or VariantShape when node is not YamlMapping:
                problems.Error(node, $"`{key}` must be a mapping: write its members as `key: value`, one a line and indented.");
                break;
            case ListShape when node is not YamlSequence:
                problems.Error(node, $"`{key}` must be a list: write each entry on its own line after `- `.");
                break;
            case ObjectShape known:
                CheckObject((YamlMapping)node, known, known.Fields, []);
                break;
            case VariantShape variants:
                CheckVariant((YamlMapping)node, variants);
                break;
            case MapShape map:
                CheckMap((YamlMapping)node, map);
                break;
            case ListShape list:
                CheckList(key, (YamlSequence)node, list);
                break;
            case JsonObjectShape or JsonShape:
                break;
            default:
                CheckScalar(key, node, shape);
                break;
        }
    }

    private void CheckObject(YamlMapping mapping, ObjectShape shape, IReadOnlyList<Field> fields, IReadOnlyList<ObjectShape> others)
    {
        foreach (var (key, value) in mapping.Entries)
        {
            if (fields.FirstOrDefault(f => string.Equals(f.Name, key.Value, StringComparison.Ordinal)) is { } field)
                Check(field.Name, value, field.Shape);
            else if (others.FirstOrDefault(o => o.Fields.Any(f => string.Equals(f.Name, key.Value, StringComparison.Ordinal))) is { } other)
                problems.Error(key, $"`{key.Value}` belongs to {other.Thing}, and this is {shape.Thing}: take it out.");
            else
                Unknown(key, shape.Thing, fields);
        }

        foreach (var field in fields.Where(f => f.Required && mapping.Find(f.Name) is null))
            problems.Error(mapping, $"{Capital(shape.Thing)} needs the key `{field.Name}`: {Lower(field.Shape.Description)}");
    }

    private void CheckVariant(YamlMapping mapping, VariantShape shape)
    {
        var named = shape.Variants.Where(v => mapping.Find(v.Fields[0].Name) is not null).ToArray();
        var choices = string.Join(", ", shape.Variants.Select(v => $"`{v.Fields[0].Name}`"));
        if (named.Length == 1)
        {
            CheckObject(mapping, named[0], named[0].Fields, [.. shape.Variants.Where(v => v != named[0])]);
        }
        else if (named.Length > 1)
        {
            problems.Error(mapping, $"{Capital(shape.Thing)} has just one of {choices}: make a list entry of each.");
        }
        else
        {
            var fields = shape.Variants.SelectMany(v => v.Fields).ToArray();
            foreach (var (key, _) in mapping.Entries.Where(e => !fields.Any(f => string.Equals(f.Name, e.Key.Value, StringComparison.Ordinal))))
                Unknown(key, shape.Thing, fields);

            problems.Error(mapping, $"{Capital(shape.Thing)} needs one of the keys {choices}.");
        }
    }

    private void CheckMap(YamlMapping mapping, MapShape shape)
    {
        foreach (var (key, value) in mapping.Entries)
        {
            if (shape.CheckKey(key.Value) is { } wrong)
                problems.Error(key, $"`{Shown.Of(key.Value)}` {wrong}");

            Check(key.Value, value, shape.Value);
        }
    }

    private void CheckList(string key, YamlSequence sequence, ListShape shape)
    {
        if (sequence.Items.Count < shape.MinItems)
            problems.Error(sequence, $"`{key}` is empty: {Lower(shape.Description)}");

        foreach (var item in sequence.Items)
            Check(key, item, shape.Item);
    }

    private void CheckScalar(string key, YamlNode node, Shape shape)
    {
        if (node is not YamlScalar scalar)
        {
            problems.Error(node, $"`{key}` must be a single value, not a {(node is YamlSequence ? "list" : "mapping")}: {Lower(shape.Description)}"
                + (node is YamlMapping ? " A text that begins with `{` needs quotes." : ""));
            return;
        }

        var wrong = shape switch
        {
            BooleanShape boolean => WrongBoolean(scalar, boolean),
            IntegerShape integer => WrongInteger(scalar, integer),
            ChoiceShape choice => WrongChoice(scalar, choice),
            TextShape text => WrongText(scalar, text),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "not a scalar's shape"),
        };
        if (wrong is not null)
            problems.Error(scalar, $"`{key}` {wrong}");
    }

    private static string? WrongBoolean(YamlScalar scalar, BooleanShape shape)
    {
        var kind = YamlCore.KindOf(scalar);
        if (kind is not (JsonValueKind.True or JsonValueKind.False))
            return $"must be true or false, without quotes, and is `{Shown.Of(scalar.Value)}`: write true or false.";

        return shape.Only is { } only && only != (kind == JsonValueKind.True)
            ? $"can only be {(only ? "true" : "false")}: write that, or leave the entry out."
            : null;
    }

    private static string? WrongInteger(YamlScalar scalar, IntegerShape shape) =>
        scalar.IsPlain && int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= shape.Min && number <= shape.Max
            ? null
            : $"must be a whole number from {shape.Min} to {shape.Max}, without quotes, and is `{Shown.Of(scalar.Value)}`.";

    private static string? WrongChoice(YamlScalar scalar, ChoiceShape shape) => shape.Choices.Contains(scalar.Value, StringComparer.Ordinal)
        ? null
        : $"is `{Shown.Of(scalar.Value)}` and must be one of {string.Join(", ", shape.Choices)}{(Suggestion.For(scalar.Value, shape.Choices) is { Length: > 0 } near ? near : ".")}";

    private static string? WrongText(YamlScalar scalar, TextShape shape)
    {
        var kind = YamlCore.KindOf(scalar);
        // `catch_up: 30`: quotes alone would not cure it.
        if (kind == JsonValueKind.Number && shape.Check?.Invoke(scalar.Value) is { } wrong)
            return wrong;

        if (kind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number)
            return $"must be text, and `{Shown.Of(scalar.Value)}` is a {(kind == JsonValueKind.Number ? "number" : "boolean")}: put it into quotes.";

        if (string.IsNullOrWhiteSpace(scalar.Value) || kind == JsonValueKind.Null)
            return shape.MayBeEmpty && kind != JsonValueKind.Null ? null : $"is empty: {Lower(shape.Description)}";

        return scalar.Value.Length > shape.MaxLength
            ? string.Create(CultureInfo.InvariantCulture, $"has {scalar.Value.Length} characters and may have {shape.MaxLength}: shorten it.")
            : shape.Check?.Invoke(scalar.Value);
    }

    private void Unknown(YamlScalar key, string thing, IReadOnlyList<Field> fields)
    {
        if (problems.IsFull)
            return;

        var names = fields.Select(f => f.Name).Distinct(StringComparer.Ordinal).ToArray();
        var near = Habits.GetValueOrDefault(key.Value) is { } meant && names.Contains(meant, StringComparer.Ordinal) ? $"; did you mean `{meant}`?" : Suggestion.For(key.Value, names);
        problems.Error(key, $"Unknown key `{Shown.Of(key.Value)}` in {thing}{(near.Length > 0 ? near : $": it takes {string.Join(", ", names)}.")}");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
