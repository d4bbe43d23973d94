using ActivityCore.Events;
using ActivityCore.Runs;
using ActivityCore.Storage;
using ActivityCore.Tests.Runs;
using Temporalio.Api.Enums.V1;
using Temporalio.Exceptions;

namespace ActivityCore.Tests.Routing;

public sealed class EventRouterTests
{
    private readonly RecordingService _service = new();

    [Fact]
    public async Task RouteAsync_MatchingEvent_StartsTheRunReadably()
    {
        await using var engine = await CreateAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));
        var envelope = Engine.Event("thing.happened");

        var result = await engine.RouteAsync(envelope);

        var runId = Assert.Single(result.Started);
        var input = _service.Input(runId);
        var options = _service.Options(runId);
        Assert.Equal("alpha", input.Definition);
        Assert.Equal("thing.happened", input.EventType);
        Assert.Equal($"tests/{envelope.Id}", input.Occurrence);
        Assert.False(input.ResolvesContext);
        Assert.Equal("alpha ← thing.happened", options.StaticSummary);
        Assert.Equal(WorkflowIdReusePolicy.RejectDuplicate, options.IdReusePolicy);
        Assert.Equal("alpha", options.TypedSearchAttributes!.Get(RunSearchAttributes.Definition));
        Assert.Equal(RunState.Running, (await engine.RunAsync(runId)).State);
        Assert.Equal(EventState.Routed, (await engine.Events.FindAsync("tests", envelope.Id))!.State);
    }

    [Fact]
    public async Task RouteAsync_SameEnvelopeTwice_OneRun()
    {
        await using var engine = await CreateAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));
        var envelope = Engine.Event("thing.happened");

        var first = await engine.RouteAsync(envelope);
        var second = await engine.RouteAsync(envelope);

        Assert.Equal(first.Started.Single(), second.Started.Single());
        Assert.Single(await engine.AllRunsAsync());
        Assert.Equal(1, _service.Attempts);
    }

    [Fact]
    public async Task RouteAsync_ByTwoProcessesAtOnce_OneRunEach()
    {
        await using var one = await CreateAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));
        await using var two = await Engine.CreateAsync(_service.Client, one.Folder);
        var envelopes = Enumerable.Range(0, 25).Select(_ => Engine.Event("thing.happened")).ToList();

        await Task.WhenAll(envelopes.SelectMany(envelope => new[] { one.RouteAsync(envelope), two.RouteAsync(envelope) }));

        Assert.Equal(envelopes.Count, (await one.AllRunsAsync()).Count);
        Assert.Equal(envelopes.Count, _service.StartedIds.Count);
    }

    [Fact]
    public async Task RouteAsync_AfterAnEdit_OneRunAtTheFirstVersion()
    {
        await using var engine = await CreateAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));
        var envelope = Engine.Event("thing.happened");
        var hash = engine.Catalog.Find("alpha")!.Hash;
        await engine.RouteAsync(envelope);

        await engine.DefineAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r", when: "event.type == 'other'"))));
        await engine.RouteAsync(envelope);

        Assert.NotEqual(hash, engine.Catalog.Find("alpha")!.Hash);
        Assert.Equal(hash, Assert.Single(await engine.AllRunsAsync()).DefinitionHash);
        Assert.Single(_service.StartedIds);
    }

    [Fact]
    public async Task RouteAsync_RowLeftPendingBeforeAnEdit_StartsThePinnedVersion()
    {
        await using var engine = await CreateAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));
        var envelope = Engine.Event("thing.happened");
        var hash = engine.Catalog.Find("alpha")!.Hash;
        _service.BeDown(starts: 1);
        await Assert.ThrowsAsync<RpcException>(() => engine.RouteAsync(envelope));

        // The edited trigger would not even match: the row decides.
        await engine.DefineAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"), trigger: "event: thing.happened\nwhen: event.attributes.size > 5")));
        await using var another = await Engine.CreateAsync(_service.Client, engine.Folder);
        var result = await another.RouteAsync(envelope);

        Assert.Equal(hash, _service.Input(Assert.Single(result.Started)).DefinitionHash);
        Assert.Single(await engine.AllRunsAsync());
    }

    [Fact]
    public async Task RouteAsync_RowPinnedToAVersionThatIsGone_FailsThatRunAndStartsTheOthers()
    {
        await using var engine = await CreateAsync(
            ("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))), ("b.yaml", Engine.Yaml("beta", Engine.Rule("r"))));
        var envelope = Engine.Event("thing.happened");
        var alpha = engine.Catalog.Find("alpha")!;
        var occurrence = Occurrence.OfEvent(envelope);
        await engine.Runs.AddAsync(new()
        {
            RunId = RunId.Create(alpha.Id, occurrence),
            DefinitionId = alpha.Id,
            DefinitionName = alpha.Name,
            DefinitionHash = new string('0', 64),
            Occurrence = occurrence,
            EventPublisher = envelope.Publisher,
            EventId = envelope.Id,
        });

        var result = await engine.RouteAsync(envelope);

        Assert.Equal("beta", _service.Input(Assert.Single(result.Started)).Definition);
        var failed = await engine.RunAsync(Assert.Single(result.Failed));
        Assert.Equal(RunState.Failed, failed.State);
        Assert.Contains("is not in the store", failed.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RouteAsync_TriggerConditionMisses_RecordsWhyAndStartsNothing()
    {
        await using var engine = await CreateAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"), trigger: "event: thing.happened\nwhen: event.attributes.size > 5")));

        var result = await engine.RouteAsync(Engine.Event("thing.happened", """{"size":3}"""));

        var run = await engine.RunAsync(Assert.Single(result.NotMatched));
        Assert.Equal(RunState.NotMatched, run.State);
        Assert.Contains("event.attributes.size = 3", run.NotMatchedBecause, StringComparison.Ordinal);
        Assert.Empty(_service.StartedIds);
        Assert.True(result.NoMatch);
    }

    [Fact]
    public async Task RouteAsync_TriggerConditionErrs_FailsTheRunAndIsNoMiss()
    {
        await using var engine = await CreateAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"), trigger: "event: thing.happened\nwhen: event.attributes.size > 5")));

        var result = await engine.RouteAsync(Engine.Event("thing.happened", """{"size":"large"}"""));

        var run = await engine.RunAsync(Assert.Single(result.Failed));
        Assert.Equal(RunState.Failed, run.State);
        Assert.StartsWith("The trigger's condition could not be decided.", run.Failure, StringComparison.Ordinal);
        Assert.Empty(_service.StartedIds);
        Assert.False(result.NoMatch);
    }

    [Fact]
    public async Task RouteAsync_TwoTriggersOneHolds_OneRun()
    {
        var yaml = Engine.Yaml("alpha", Engine.Rule("r"), trigger: "event: thing.happened\nwhen: event.attributes.size > 5")
            .Replace("rules:", "  - event: thing.*\nrules:", StringComparison.Ordinal);
        await using var engine = await CreateAsync(("a.yaml", yaml));

        var result = await engine.RouteAsync(Engine.Event("thing.happened", """{"size":3}"""));

        Assert.Single(result.Started);
        Assert.Single(await engine.AllRunsAsync());
    }

    [Fact]
    public async Task RouteAsync_NobodyWaits_SaysSoOnTheEvent()
    {
        await using var engine = await CreateAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));
        var envelope = Engine.Event("thing.unheard");

        var result = await engine.RouteAsync(envelope);

        Assert.True(result.NoMatch);
        Assert.True((await engine.Events.FindAsync("tests", envelope.Id))!.NoMatch);
        Assert.Empty(await engine.AllRunsAsync());
    }

    [Fact]
    public async Task RouteAsync_SameIdFromTwoPublishers_TwoRuns()
    {
        await using var engine = await CreateAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));
        var id = Guid.NewGuid();

        await engine.RouteAsync(Engine.Event("thing.happened", id: id, publisher: "one"));
        await engine.RouteAsync(Engine.Event("thing.happened", id: id, publisher: "two"));

        Assert.Equal(2, _service.StartedIds.Count);
    }

    private async Task<Engine> CreateAsync(params (string File, string Yaml)[] files)
    {
        var engine = await Engine.CreateAsync(_service.Client);
        await engine.DefineAsync(files);
        return engine;
    }
}
