using ActivityCore.Definitions;
using ActivityCore.Definitions.Fields;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Events.Schemas;

namespace ActivityCore.Events;

/// <summary>The bytes of event type files to a registry, with every problem at once. Pure: no I/O.</summary>
public static class EventTypeLoader
{
    /// <summary>Reads files; never throws on content.</summary>
    /// <param name="files">Paths relative to the folder, for messages, with their bytes.</param>
    public static EventTypeReading Load(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var types = new Dictionary<string, EventType>(StringComparer.Ordinal);
        var all = new List<FileProblem>();
        foreach (var (file, bytes) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var problems = new ProblemList(file);
            if (Load(bytes, problems) is { } type && !types.TryAdd(type.Name, type))
                problems.Error(1, 1, $"The type `{type.Name}` is already in {types[type.Name].File}: keep one of the two files.");

            all.AddRange(problems.InOrder);
        }

        return new(new EventTypeRegistry(types.Values), all);
    }

    private static EventType? Load(byte[] bytes, ProblemList problems)
    {
        var root = YamlReader.Read(bytes, problems);
        if (root is null)
            return null;

        new ShapeCheck(problems).Check("event type", root, EventTypeFields.Root);
        if (root is not YamlMapping mapping || Read.Mapping(mapping, "attributes") is not { } attributes)
            return null;

        var json = YamlJson.ToJson(attributes, problems);
        var schema = JsonSchema.TryCompile(json, out var faults);
        foreach (var fault in faults)
            problems.Error(attributes, fault);

        var names = Read.Keys(attributes, "properties").ToArray();
        var examples = Read.Items(mapping, "examples").Select(node => (Node: node, Json: YamlJson.ToJson(node, problems))).ToArray();
        foreach (var (node, example) in examples)
        {
            foreach (var fault in schema?.Validate(example, "example") ?? [])
                problems.Error(node, $"The example does not fit the schema: {fault}");
        }

        var assumed = Read.Texts(mapping, "assumed").ToArray();
        foreach (var part in assumed.Where(a => !IsPart(a.Value, names)))
            problems.Error(part, $"`assumed` names `{Shown.Of(part.Value)}`, which is no part of this file: write publisher, versions, or attributes.NAME with a property of the schema.");

        return schema is null || problems.HasErrors ? null : new EventType
        {
            Name = Read.Text(mapping, "name")!,
            Description = Read.Text(mapping, "description")!,
            Publisher = Read.Text(mapping, "publisher")!,
            Versions = [.. Read.Texts(mapping, "versions").Select(v => v.Value)],
            Attributes = json,
            AttributeNames = names,
            Examples = [.. examples.Select(e => e.Json)],
            Assumed = [.. assumed.Select(a => a.Value)],
            File = problems.File,
            Schema = schema,
        };
    }

    private static bool IsPart(string part, string[] attributes) => part is "publisher" or "versions"
        || (part.StartsWith("attributes.", StringComparison.Ordinal) && attributes.Contains(part["attributes.".Length..], StringComparer.Ordinal));
}
