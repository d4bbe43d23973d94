using System.Text.Json;
using System.Text.RegularExpressions;

namespace ActivityCore.Events.Schemas;

/// <summary>
/// A JSON Schema of the part of draft 2020-12 that this project takes (see <see cref="SchemaCompiler"/>). What the part
/// leaves out is refused when the schema is loaded, never ignored. Immutable and safe to share.
/// </summary>
internal sealed class JsonSchema
{
    private readonly JsonElement _root;
    private readonly IReadOnlyDictionary<string, JsonElement> _references;
    private readonly IReadOnlyDictionary<string, Regex> _patterns;

    internal JsonSchema(JsonElement root, IReadOnlyDictionary<string, JsonElement> references, IReadOnlyDictionary<string, Regex> patterns)
    {
        _root = root;
        _references = references;
        _patterns = patterns;
    }

    /// <summary>The schema that every value fits.</summary>
    public static JsonSchema Anything { get; } = new(JsonElement.Parse("true"), new Dictionary<string, JsonElement>(StringComparer.Ordinal), new Dictionary<string, Regex>(StringComparer.Ordinal));

    /// <summary>The schema, or null with what stands against it.</summary>
    public static JsonSchema? TryCompile(JsonElement schema, out IReadOnlyList<string> faults)
    {
        var compiler = new SchemaCompiler(schema.Clone());
        var compiled = compiler.Compile();
        faults = compiler.Faults;
        return faults.Count == 0 ? compiled : null;
    }

    /// <summary>What does not fit, a sentence each; empty where everything does.</summary>
    public IReadOnlyList<string> Validate(JsonElement instance, string place)
    {
        var validation = new SchemaValidation(_references, _patterns);
        validation.Check(_root, instance, place);
        return validation.Faults;
    }
}
