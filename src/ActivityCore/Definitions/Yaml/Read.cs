using System.Globalization;
using System.Text.Json;

namespace ActivityCore.Definitions.Yaml;

/// <summary>Members of a checked tree; null or nothing where a member is absent or was found wrong.</summary>
internal static class Read
{
    public static string? Text(YamlMapping? mapping, string key) =>
        mapping?[key] is YamlScalar scalar && YamlCore.KindOf(scalar) == JsonValueKind.String ? scalar.Value : null;

    public static bool? Boolean(YamlMapping? mapping, string key) =>
        mapping?[key] is YamlScalar scalar ? YamlCore.KindOf(scalar) switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null } : null;

    public static int? Integer(YamlMapping? mapping, string key) =>
        mapping?[key] is YamlScalar scalar && int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static TimeSpan? Duration(YamlMapping? mapping, string key) =>
        Text(mapping, key) is { } text && Definitions.Duration.TryParse(text, out var duration) ? duration : null;

    public static YamlMapping? Mapping(YamlMapping? mapping, string key) => mapping?[key] as YamlMapping;

    /// <summary>The mappings of a list.</summary>
    public static IEnumerable<YamlMapping> Items(YamlMapping? mapping, string key) => Nodes(mapping, key).OfType<YamlMapping>();

    /// <summary>The texts of a list.</summary>
    public static IEnumerable<YamlScalar> Texts(YamlMapping? mapping, string key) =>
        Nodes(mapping, key).OfType<YamlScalar>().Where(s => YamlCore.KindOf(s) == JsonValueKind.String);

    public static IEnumerable<string> Keys(YamlMapping? mapping, string key) => Mapping(mapping, key)?.Entries.Select(e => e.Key.Value) ?? [];

    private static IReadOnlyList<YamlNode> Nodes(YamlMapping? mapping, string key) => (mapping?[key] as YamlSequence)?.Items ?? [];
}
