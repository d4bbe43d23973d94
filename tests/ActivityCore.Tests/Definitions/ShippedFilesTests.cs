using System.Text;
using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Definitions.Fields;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Events;
using ActivityCore.Events.Schemas;
using ActivityCore.Rules.Cases;
using RealComponents;

namespace ActivityCore.Tests.Definitions;

public class ShippedFilesTests
{
    [Fact]
    public async Task EventTypes_OfTheRepository_AreTheTenOfTheContractsWithoutProblems()
    {
        var reading = await EventTypeFolder.ReadAsync(Folder("event-types"));

        Assert.Empty(reading.Problems);
        Assert.Equal(
        [
            "ops-access-path-checked", "ops-backup-verified", "ops-endpoint-verified", "ops-inventory-drift", "ops-service-observed",
            "org.statehub.decision.resolved", "org.statehub.domain.goal.activated", "org.statehub.repo.registered",
            "org.statehub.task.stale", "org.statehub.workstream.completed",
        ], reading.Registry.Types.Select(t => t.Name));
        Assert.All(reading.Registry.Types, type => Assert.NotEmpty(type.Examples));
    }

    [Fact]
    public async Task Definitions_OfTheRepository_LoadWithoutProblems()
    {
        var catalog = await Catalog();

        Assert.Empty(catalog.Problems);
        Assert.Equal(
            ["decision-follow-up", "inventory-drift", "ops-inventory-probe", "repository-onboarding", "repository-reconcile", "state-hub-consistency-sweep", "state-hub-stale-task-cleanup", "weekly-sbom-staleness", "workstream-follow-up"],
            catalog.Definitions.Select(d => d.Name));
        Assert.All(catalog.Definitions, d => Assert.Equal($"{d.Name}.yaml", d.File));
    }

    [Fact]
    public async Task Samples_OfTheRepository_ReachEveryDefinitionThatWaitsForAnEvent()
    {
        var catalog = await Catalog();
        var types = (await EventTypeFolder.ReadAsync(Folder("event-types"))).Registry;

        var events = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "samples", "events.jsonl")))
            .Select(line => Assert.IsType<EnvelopeReading.Accepted>(EnvelopeReader.Read(Encoding.UTF8.GetBytes(line), "samples")).Envelope)
            .ToArray();

        Assert.All(events, e => Assert.Empty(types.Check(e).Flags));
        Assert.Equal(
            catalog.Definitions.Where(d => d.Triggers.OfType<Trigger.OnEvent>().Any()).Select(d => d.Name),
            events.SelectMany(e => catalog.Triggers.Match(e.Type)).Select(m => m.Definition.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(events, e => catalog.Triggers.Match(e.Type).Count == 0);
        Assert.True(events.DistinctBy(e => e.Id).Count() < events.Length, "one event comes twice");
    }

    /// <summary>No misspelt key may pass: a peer that dropped unknown keys silently is why.</summary>
    [Fact]
    public async Task Load_AnyKeyOfAShippedDefinitionMisspelt_FailsAndNamesIt()
    {
        var loader = await Loader();
        var keys = 0;
        foreach (var path in Directory.EnumerateFiles(Folder("activity-definitions"), "*.yaml").Where(p => !p.EndsWith(".tests.yaml", StringComparison.Ordinal)))
        {
            var text = await File.ReadAllTextAsync(path);
            foreach (var (at, key) in Keys(text))
            {
                keys++;
                var misspelt = string.Concat(text.AsSpan(0, at), key, "x", text.AsSpan(at + key.Length));

                var reading = loader.Load(Path.GetFileName(path), Encoding.UTF8.GetBytes(misspelt));

                Assert.Null(reading.Definition);
                Assert.True(
                    reading.Problems.Any(p => p.Severity == ProblemSeverity.Error && (p.Message.Contains($"`{key}x`", StringComparison.Ordinal) || p.Message.Contains($"context.{key}", StringComparison.Ordinal))),
                    $"{Path.GetFileName(path)} with {key}x: {string.Join(" | ", reading.Problems)}");
            }
        }

        Assert.True(keys > 100, $"only {keys} keys were found");
    }

    [Theory]
    [InlineData("activity-definition")]
    [InlineData("event-type")]
    [InlineData("definition-tests")]
    [InlineData("http-endpoints")]
    [InlineData("shell-allow")]
    [InlineData("ops-inventory")]
    public async Task Schemas_OfTheRepository_AreWhatTheTablesSay(string name)
    {
        var path = SchemaPath(name);
        if (Environment.GetEnvironmentVariable("UPDATE_SCHEMAS") == "1")
            await File.WriteAllTextAsync(path, SchemaText(name));

        Assert.True(File.Exists(path), $"{path} is missing; run this test with UPDATE_SCHEMAS=1");
        Assert.Equal(SchemaText(name), await File.ReadAllTextAsync(path));
    }

    /// <summary>The editor's schema and the loader agree about what ships, down to every misspelt key.</summary>
    [Theory]
    [InlineData("activity-definitions", "activity-definition", false)]
    [InlineData("activity-definitions", "definition-tests", true)]
    [InlineData("event-types", "event-type", false)]
    public async Task Files_OfTheRepository_FitTheSchemaThatTheirFirstLineNames(string folder, string schema, bool tests)
    {
        var sut = JsonSchema.TryCompile(JsonElement.Parse(SchemaText(schema)), out var faults);
        Assert.Empty(faults);
        var paths = Directory.EnumerateFiles(Folder(folder), "*.yaml").Where(p => p.EndsWith(".tests.yaml", StringComparison.Ordinal) == tests).ToArray();
        Assert.NotEmpty(paths);
        foreach (var path in paths)
        {
            Assert.Equal($"# yaml-language-server: $schema=../schemas/{schema}.schema.json", File.ReadLines(path).First());
            var problems = new ProblemList(path);
            var root = Assert.IsType<YamlMapping>(YamlReader.Read(await File.ReadAllBytesAsync(path), problems));

            Assert.Empty(sut!.Validate(YamlJson.ToJson(root, problems), Path.GetFileName(path)));

            foreach (var entry in root.Entries)
            {
                var misspelt = new YamlMapping([.. root.Entries.Select(e => e == entry ? e with { Key = e.Key with { Value = e.Key.Value + "x" } } : e)], 1, 1);
                Assert.NotEmpty(sut.Validate(YamlJson.ToJson(misspelt, problems), Path.GetFileName(path)));
            }

            Assert.Equal(0, problems.Count);
        }
    }

    private static string SchemaPath(string name) => Path.Combine(Folder("schemas"), $"{name}.schema.json");

    private static string SchemaText(string name) => name switch
    {
        "activity-definition" => SchemaWriter.Write("Activity definition", DefinitionFields.Root),
        "event-type" => SchemaWriter.Write("Event type", EventTypeFields.Root),
        "ops-inventory" => SchemaWriter.Write("Ops inventory", ActivityCore.Context.Inventory.InventoryFields.Root),
        "http-endpoints" => SchemaWriter.Write("Named HTTP endpoints", ActivityCore.Http.HttpEndpointFields.Root),
        "shell-allow" => SchemaWriter.Write("Commands of shell instructions", ActivityCore.Instructions.Shell.ShellFields.Root),
        _ => CaseLoader.Schema,
    };

    private static IEnumerable<(int At, string Key)> Keys(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, @"(?m)(?:^\s*(?:- )?|[{,] )(?<key>[a-z_]+)(?=: |:$)")
            .Where(m => text.LastIndexOf('\n', m.Index + m.Length - 1) is var start && !text.AsSpan(start + 1).TrimStart().StartsWith("#"))
            .Select(m => (m.Groups["key"].Index, m.Groups["key"].Value));

    private static string Folder(string name) => Path.Combine(Repository.Root, name);

    private static async Task<DefinitionLoader> Loader() => new((await EventTypeFolder.ReadAsync(Folder("event-types"))).Registry);

    private static async Task<DefinitionCatalog> Catalog() =>
        CatalogBuilder.Build(await Loader(), await FolderFiles.ReadAsync(Folder("activity-definitions")), DefinitionCatalog.Empty);
}
