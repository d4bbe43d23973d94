using System.Text;
using ActivityCore.Definitions;
using ActivityCore.Definitions.Fields;
using ActivityCore.Events;
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
            ["decision-follow-up", "inventory-drift", "repository-onboarding", "weekly-sbom-staleness", "workstream-follow-up"],
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
    [InlineData("activity-definition.schema.json")]
    [InlineData("event-type.schema.json")]
    public async Task Schemas_OfTheRepository_AreWhatTheTablesSay(string file)
    {
        var expected = file.StartsWith("event", StringComparison.Ordinal)
            ? SchemaWriter.Write("Event type", EventTypeFields.Root)
            : SchemaWriter.Write("Activity definition", DefinitionFields.Root);
        var path = Path.Combine(Folder("schemas"), file);
        if (Environment.GetEnvironmentVariable("UPDATE_SCHEMAS") == "1")
            await File.WriteAllTextAsync(path, expected);

        Assert.True(File.Exists(path), $"{file} is missing; run this test with UPDATE_SCHEMAS=1");
        Assert.Equal(expected, await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("activity-definitions", "activity-definition")]
    [InlineData("event-types", "event-type")]
    public void Files_OfTheRepository_BeginWithTheLineThatTellsEditorsTheirSchema(string folder, string schema) =>
        Assert.All(
            Directory.EnumerateFiles(Folder(folder), "*.yaml").Where(p => !p.EndsWith(".tests.yaml", StringComparison.Ordinal)),
            path => Assert.Equal($"# yaml-language-server: $schema=../schemas/{schema}.schema.json", File.ReadLines(path).First()));

    private static IEnumerable<(int At, string Key)> Keys(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, @"(?m)(?:^\s*(?:- )?|[{,] )(?<key>[a-z_]+)(?=: |:$)")
            .Where(m => text.LastIndexOf('\n', m.Index + m.Length - 1) is var start && !text.AsSpan(start + 1).TrimStart().StartsWith("#"))
            .Select(m => (m.Groups["key"].Index, m.Groups["key"].Value));

    private static string Folder(string name) => Path.Combine(Repository.Root, name);

    private static async Task<DefinitionLoader> Loader() => new((await EventTypeFolder.ReadAsync(Folder("event-types"))).Registry);

    private static async Task<DefinitionCatalog> Catalog() =>
        CatalogBuilder.Build(await Loader(), await FolderFiles.ReadAsync(Folder("activity-definitions")), DefinitionCatalog.Empty);
}
