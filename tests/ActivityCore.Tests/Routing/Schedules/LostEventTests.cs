using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Runs;
using ActivityCore.Storage;
using ActivityCore.Tests.Runs;
using RealComponents;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>The definitions that ship: an event, the nightly sweep and the weekly repetition ask for a thing once, whichever comes first.</summary>
public sealed class LostEventTests
{
    private static readonly DateTimeOffset Night = new(2026, 3, 2, 4, 30, 0, TimeSpan.Zero);

    private readonly ScriptedSink _sink = new();

    [Theory]
    [InlineData("event", "sweep", "sweep", "weekly", "weekly")]
    [InlineData("sweep", "event", "weekly", "sweep")]
    [InlineData("weekly", "sweep", "event", "sweep")]
    public async Task Emit_EventSweepAndWeeklyInAnyOrder_MakesEachTaskOnce(params string[] order)
    {
        await using var engine = await CreateAsync();

        var references = new List<string>();
        foreach (var (index, step) in order.Index())
            references.AddRange(step == "event" ? await OnEventAsync(engine) : await OnTickAsync(engine, step == "sweep" ? "repository-reconcile" : "weekly-sbom-staleness", Night.AddDays(7 * index)));

        // Three for the new repository (payments), one for the old one with a stale SBOM.
        Assert.Equal(4, _sink.Sent.Count);
        Assert.All(_sink.Sent.Values, count => Assert.Equal(1, count));
        Assert.Equal(4, references.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Emit_EventLost_TheSweepAsksForTheSame()
    {
        await using var byEvent = await CreateAsync();
        await OnEventAsync(byEvent);
        var wanted = await AskedAsync(byEvent);

        await using var bySweep = await CreateAsync();
        await OnTickAsync(bySweep, "repository-reconcile", Night);

        Assert.Equal(wanted, await AskedAsync(bySweep));
    }

    private static async Task<IReadOnlyList<string>> AskedAsync(Engine engine)
    {
        var tasks = (await engine.Get<ActivityCore.Tasks.ITaskSpawnLog>().ListAsync(new(), new())).Items;
        return [.. tasks.Select(task => $"{task.Spec.TargetRepo} {task.Spec.Title} {task.Spec.Priority} {string.Join(',', task.Spec.Labels)} {task.Spec.DueInDays}").Order(StringComparer.Ordinal)];
    }

    private static Task<IReadOnlyList<string>> OnEventAsync(Engine engine)
    {
        var envelope = Engine.Event("org.statehub.repo.registered", """{"repo_slug":"ledger","domain":"payments"}""", new Guid("a5b0c7de-0001-4c6a-9d2e-3f1b7a90e001"));
        return RunAsync(engine, "repository-onboarding", Occurrence.OfEvent(envelope), envelope);
    }

    private static Task<IReadOnlyList<string>> OnTickAsync(Engine engine, string name, DateTimeOffset at) => RunAsync(engine, name, Occurrence.OfSchedule(engine.Catalog.Find(name)!.Id, at));

    private static async Task<IReadOnlyList<string>> RunAsync(Engine engine, string name, Occurrence occurrence, EventEnvelope? envelope = null)
    {
        var definition = engine.Catalog.Find(name)!;
        await engine.Get<PinnedDefinitions>().RecordAsync(definition);
        if (envelope is not null)
            await engine.Events.AddAsync(envelope, "test", []);

        var runId = RunId.Create(definition.Id, occurrence);
        await engine.Runs.AddAsync(new()
        {
            RunId = runId,
            DefinitionId = definition.Id,
            DefinitionName = name,
            DefinitionHash = definition.Hash,
            Occurrence = occurrence,
            EventPublisher = envelope?.Publisher,
            EventId = envelope?.Id,
        });
        await engine.Runs.SaveContextAsync(runId, JsonSerializer.SerializeToElement(new
        {
            repos = new object[]
            {
                new { slug = "ledger", domain = "payments", created_at = "2026-03-01T09:30:00Z", archived = false },
                new { slug = "old", domain = "tools", created_at = "2025-03-01T09:30:00Z", archived = false, last_sbom_at = "2025-06-01T00:00:00Z" },
            },
        }));
        return await engine.Steps.EvaluateRulesAsync(runId) is { Next: NextStep.Emit }
            ? [.. (await engine.Steps.EmitTasksAsync(runId)).Settled.Select(task => task.Reference!)]
            : [];
    }

    private async Task<Engine> CreateAsync()
    {
        var engine = await Engine.CreateAsync(new RecordingService().Client, sink: _sink);
        foreach (var name in new[] { "repository-onboarding", "repository-reconcile", "weekly-sbom-staleness" })
            await engine.DefineAsync(($"{name}.yaml", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "activity-definitions", $"{name}.yaml"))));

        return engine;
    }
}
