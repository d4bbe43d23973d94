using System.Globalization;
using System.Text;
using System.Text.Json;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Events;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Cases;

/// <summary>A case as text for a <c>NAME.tests.yaml</c>: the inverse of <see cref="CaseLoader"/>. Pure and thread-safe.</summary>
public static class CaseWriter
{
    /// <summary>How far the entries of <c>cases</c> are indented in the files that ship.</summary>
    public const int Indent = 2;

    /// <summary>What stands above the first case of a file.</summary>
    public const string Head = "cases:\n";

    /// <summary>An entry of <c>cases</c>, to be appended to a file as it is.</summary>
    /// <param name="golden">The case; its line plays no part.</param>
    /// <param name="comments">Lines that stand above it.</param>
    /// <param name="indent">Columns before its dash.</param>
    public static string Write(GoldenCase golden, IEnumerable<string> comments, int indent = Indent)
    {
        ArgumentNullException.ThrowIfNull(golden);
        ArgumentNullException.ThrowIfNull(comments);

        var yaml = new StringBuilder();
        foreach (var comment in comments)
            yaml.Append(' ', indent).Append(CultureInfo.InvariantCulture, $"# {string.Concat(comment.Select(c => char.IsControl(c) ? ' ' : c))}\n");

        foreach (var line in YamlWriter.Write(JsonSerializer.SerializeToElement<object[]>([Members(golden)])).TrimEnd('\n').Split('\n'))
        {
            yaml.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
        }

        return yaml.ToString();
    }

    private static Dictionary<string, object> Members(GoldenCase golden)
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal) { ["name"] = golden.Name };
        switch (golden)
        {
            case { Event: { } envelope }:
                members["event"] = Members(envelope);
                break;
            case { Kind: OccurrenceKind.Schedule }:
                members["schedule"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["at"] = Iso8601.Format(golden.Now) };
                break;
            default:
                members["manual"] = true;
                members["now"] = Iso8601.Format(golden.Now);
                break;
        }

        if (HasMembers(golden.Context))
            members["context"] = golden.Context;

        var expect = new Dictionary<string, object>(StringComparer.Ordinal);
        Add(expect, "tasks", golden.Tasks);
        Add(expect, "instructions", golden.Instructions);
        Add(expect, "none", golden.None);
        Add(expect, "error", golden.Error);
        members["expect"] = expect;
        return members;
    }

    private static Dictionary<string, object> Members(EventEnvelope envelope)
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal) { ["type"] = envelope.Type, ["id"] = envelope.Id.ToString("D") };
        if (envelope.Version is not "1.0")
            members["version"] = envelope.Version;

        members["timestamp"] = Iso8601.Format(envelope.Timestamp);
        members["publisher"] = envelope.Publisher;
        if (HasMembers(envelope.Attributes))
            members["attributes"] = envelope.Attributes;

        return members;
    }

    private static void Add(Dictionary<string, object> members, string name, object? value)
    {
        if (value is not null)
            members[name] = value;
    }

    private static bool HasMembers(JsonElement value) => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any();
}
