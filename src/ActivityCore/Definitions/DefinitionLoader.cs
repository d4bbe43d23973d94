using System.Security.Cryptography;
using System.Text;
using ActivityCore.Definitions.Fields;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Events;
using ActivityCore.Instructions;

namespace ActivityCore.Definitions;

/// <summary>
/// The bytes of one file to a definition, with every problem at once. Pure: no I/O, and the same bytes always come to the same. Safe to share.
/// What holds between files (unique ids and names) is the <see cref="DefinitionCatalog"/>'s to check.
/// </summary>
/// <param name="eventTypes">Known event types, for warnings about types and attributes that none of them has.</param>
/// <param name="contextSources">The names of the sources that context entries may use; null: any.</param>
/// <param name="targets">What instructions may use here, for warnings, since it is the workers' to have it; null: anything.</param>
public sealed class DefinitionLoader(EventTypeRegistry eventTypes, IReadOnlyCollection<string>? contextSources = null, InstructionTargets? targets = null)
{
    /// <summary>Reads one file; never throws on content.</summary>
    /// <param name="file">Path relative to the definitions' folder, for messages and <see cref="ActivityDefinition.File"/>.</param>
    /// <param name="bytes">The file's bytes.</param>
    public DefinitionReading Load(string file, ReadOnlySpan<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        var problems = new ProblemList(file);
        var root = YamlReader.Read(bytes, problems);
        if (root is null)
            return new(null, problems.InOrder);

        new ShapeCheck(problems).Check("definition", root, DefinitionFields.Root);
        if (root is not YamlMapping mapping)
            return new(null, problems.InOrder);

        var definition = new DefinitionBuilder(problems, eventTypes, contextSources, targets)
            .Build(mapping, file, Convert.ToHexStringLower(SHA256.HashData(bytes)), Encoding.UTF8.GetString(bytes));
        return new(problems.HasErrors ? null : definition, problems.InOrder) { IdAt = PlaceOf(mapping, "id"), NameAt = PlaceOf(mapping, "name") };
    }

    private static (int Line, int Column) PlaceOf(YamlMapping mapping, string key) => mapping[key] is { } node ? (node.Line, node.Column) : (mapping.Line, mapping.Column);
}
