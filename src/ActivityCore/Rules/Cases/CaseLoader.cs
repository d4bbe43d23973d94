using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Definitions.Fields;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Events;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Cases;

/// <summary>The bytes of a <c>NAME.tests.yaml</c> to its cases, with every problem at once. Pure: no I/O. Never throws on content; thread-safe.</summary>
public static class CaseLoader
{
    /// <summary>What the file of a definition's cases ends with.</summary>
    public const string Suffix = ".tests.yaml";

    private static readonly string[] Causes = ["event", "schedule", "manual"];
    private static readonly DateTimeOffset DefaultNow = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JsonElement NoMembers = JsonElement.Parse("{}");

    /// <summary>The JSON Schema of the files, for <c>schemas/definition-tests.schema.json</c>.</summary>
    public static string Schema => SchemaWriter.Write("Golden cases of an activity definition", CaseFields.Root);

    /// <summary>The name of the file beside a definition's.</summary>
    public static string FileFor(string definitionFile) => Path.ChangeExtension(definitionFile, null) + Suffix;

    /// <summary>Reads one file.</summary>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="bytes">The file's bytes.</param>
    public static CaseReading Load(string file, ReadOnlySpan<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        var problems = new ProblemList(file);
        var root = YamlReader.Read(bytes, problems);
        if (root is not null)
            new ShapeCheck(problems).Check("file", root, CaseFields.Root);
        if (problems.HasErrors || root is not YamlMapping mapping)
            return new([], problems.InOrder);

        var cases = Read.Items(mapping, "cases").Select(c => Build(c, problems)).ToList();
        foreach (var again in cases.GroupBy(c => c.Name, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
            problems.Error(again.Line, 1, $"A case named `{Shown.Of(again.Name)}` stands further up: give each a name of its own.");

        return new(problems.HasErrors ? [] : cases, problems.InOrder);
    }

    private static GoldenCase Build(YamlMapping mapping, ProblemList problems)
    {
        if (Causes.Count(k => mapping[k] is not null) != 1)
            problems.Error(mapping, "A case needs exactly one of `event`, `schedule` and `manual`: the cause.");

        var expect = Read.Mapping(mapping, "expect");
        if (expect?["tasks"] is null && expect?["instructions"] is null && expect?["none"] is null && expect?["error"] is null)
            problems.Error((YamlNode?)expect ?? mapping, "`expect` needs `tasks`, `instructions`, `none` or `error`.");
        if (expect?["none"] is not null && (expect["tasks"] is not null || expect["instructions"] is not null || expect["error"] is not null))
            problems.Error(expect, "`none` stands alone: with `tasks`, `instructions` or `error` the case cannot hold.");

        var name = Read.Text(mapping, "name") ?? "";
        var now = Now(mapping, problems);
        var envelope = Read.Mapping(mapping, "event") is { } e ? Envelope(e, name, now, problems) : null;
        return new GoldenCase
        {
            Name = name,
            Line = mapping.Line,
            Kind = envelope is not null ? OccurrenceKind.Event : mapping["schedule"] is not null ? OccurrenceKind.Schedule : OccurrenceKind.Manual,
            Event = envelope,
            Now = now,
            Context = Json(mapping["context"], problems),
            Tasks = expect?["tasks"] is YamlSequence tasks ? [.. tasks.Items.Select(t => YamlJson.ToJson(t, problems))] : null,
            Instructions = expect?["instructions"] is YamlSequence instructions ? [.. instructions.Items.Select(i => YamlJson.ToJson(i, problems))] : null,
            None = Read.Text(expect, "none"),
            Error = Read.Text(expect, "error"),
        };
    }

    private static DateTimeOffset Now(YamlMapping mapping, ProblemList problems)
    {
        var stated = Read.Text(Read.Mapping(mapping, "event"), "timestamp") ?? Read.Text(Read.Mapping(mapping, "schedule"), "at");
        if (stated is not null && mapping["now"] is { } twice)
            problems.Error(twice, "The cause states its time already, and that is `now`: take this out.");

        return Iso8601.TryParse(stated ?? Read.Text(mapping, "now") ?? "", out var time) ? time : DefaultNow;
    }

    private static EventEnvelope Envelope(YamlMapping mapping, string name, DateTimeOffset now, ProblemList problems) => new()
    {
        Id = Guid.TryParseExact(Read.Text(mapping, "id"), "D", out var id) ? id : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)),
        Type = Read.Text(mapping, "type") ?? "",
        Version = Read.Text(mapping, "version") ?? "1.0",
        Timestamp = now,
        Publisher = Read.Text(mapping, "publisher") ?? "test",
        Attributes = Json(mapping["attributes"], problems),
    };

    private static JsonElement Json(YamlNode? node, ProblemList problems) => node is null ? NoMembers : YamlJson.ToJson(node, problems);
}
