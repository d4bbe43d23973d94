using ActivityCore.Evidence;
using ActivityCore.Runs;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Tests.Runs;

public sealed class RunStepsTests
{
    private const string TwoRulesOverItems = """
          - id: first
            for_each: { item: part, in: event.attributes.parts, key: part.name }
            when: part.size > 0
            emit:
              - { title: "First {{ part.name }}", target_repo: "{{ part.name }}" }
          - id: second
            for_each: { item: part, in: event.attributes.parts, key: part.name }
            when: part.size > 0
            emit:
              - { title: "Second {{ part.name }}", target_repo: "{{ part.name }}" }
        """;

    private readonly RecordingService _service = new();
    private readonly ScriptedSink _sink = new();

    [Fact]
    public async Task Run_TwoDefinitionsTwoRulesThreeItems_GivesTheProductInAnyOrder()
    {
        string[] parts = ["""{"name":"a","size":1}""", """{"name":"b","size":2}""", """{"name":"c","size":3}"""];
        var id = Guid.NewGuid();
        var keys = new List<IEnumerable<string>>();
        foreach (var order in new int[][] { [0, 1, 2], [2, 0, 1], [1, 2, 0] })
        {
            var sink = new ScriptedSink();
            await using var engine = await CreateAsync(sink, Engine.Yaml("alpha", TwoRulesOverItems), Engine.Yaml("beta", TwoRulesOverItems));
            var envelope = Engine.Event("thing.happened", $$"""{"parts":[{{string.Join(',', order.Select(i => parts[i]))}}]}""", id);
            foreach (var runId in (await engine.RouteAsync(envelope)).Started.Reverse())
            {
                Assert.Equal(NextStep.Emit, (await engine.Steps.EvaluateRulesAsync(runId)).Next);
                Assert.True((await engine.Steps.EmitTasksAsync(runId)).IsComplete);
            }

            Assert.Equal(12, sink.Sent.Count);
            Assert.All(sink.Sent.Values, count => Assert.Equal(1, count));
            keys.Add(sink.Sent.Keys.Order(StringComparer.Ordinal));
        }

        Assert.Equal(keys[0], keys[1], StringComparer.Ordinal);
        Assert.Equal(keys[0], keys[2], StringComparer.Ordinal);
    }

    [Fact]
    public async Task EvaluateRulesAsync_Twice_TheFirstDecisionStands()
    {
        await using var engine = await CreateAsync(_sink, Engine.Yaml("alpha", Engine.Rule("r")));
        var runId = await StartAsync(engine);

        var first = await engine.Steps.EvaluateRulesAsync(runId);
        var second = await engine.Steps.EvaluateRulesAsync(runId);

        Assert.Equal(first, second);
        Assert.Equal(1, first.Matched);
    }

    [Fact]
    public async Task EvaluateRulesAsync_NoRuleMatches_CompletesAndSaysWhyNot()
    {
        await using var engine = await CreateAsync(_sink, Engine.Yaml("alpha", Engine.Rule("r", when: "event.attributes.size > 5")));
        var runId = await StartAsync(engine, """{"size":3}""");

        var summary = await engine.Steps.EvaluateRulesAsync(runId);
        var found = Assert.IsType<Lookup<RunDetail>.Found>(await engine.Queries.FindRunAsync(runId[..50]));

        Assert.Equal(NextStep.Complete, summary.Next);
        Assert.Equal(RunState.Completed, found.Value.Run.State);
        Assert.Equal("No task: of 1 verdicts 0 matched, 1 missed and 0 came to an error.", found.Value.Because);
        Assert.Contains("event.attributes.size = 3", Assert.Single(found.Value.Run.Decision!.Rules).Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluateRulesAsync_RuleErrs_FailsTheRunWithTheReason()
    {
        await using var engine = await CreateAsync(_sink, Engine.Yaml("alpha", Engine.Rule("r", when: "event.attributes.size > 5")));
        var runId = await StartAsync(engine, """{"size":"large"}""");

        var summary = await engine.Steps.EvaluateRulesAsync(runId);

        Assert.Equal(NextStep.Fail, summary.Next);
        Assert.StartsWith("Rule r: ", summary.Reason, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, (await engine.RunAsync(runId)).State);
    }

    [Fact]
    public async Task EvaluateRulesAsync_MoreTasksThanTheLimit_ParksAndEmitsNothing()
    {
        await using var engine = await CreateAsync(_sink, Engine.Yaml("alpha", TwoRulesOverItems, more: "limits: { max_tasks_per_run: 1 }"));
        var runId = await StartAsync(engine, """{"parts":[{"name":"a","size":1}]}""");

        var summary = await engine.Steps.EvaluateRulesAsync(runId);

        Assert.Equal(NextStep.Park, summary.Next);
        Assert.Equal("The decision asks for 2 tasks and limits.max_tasks_per_run is 1: nothing was emitted. Release or drop the run.", summary.Reason);
        Assert.Equal(RunState.Parked, (await engine.RunAsync(runId)).State);
        Assert.IsType<EmitResult.NotReady>(await engine.Commands.EmitAsync(runId));
        Assert.Empty(_sink.Sent);
    }

    [Fact]
    public async Task EmitTasksAsync_SinkIsDown_LeavesTheRunOpenAndSendsOnlyWhatIsMissing()
    {
        await using var engine = await CreateAsync(_sink, Engine.Yaml("alpha", TwoRulesOverItems));
        var runId = await StartAsync(engine, """{"parts":[{"name":"a","size":1},{"name":"b","size":1}]}""");
        await engine.Steps.EvaluateRulesAsync(runId);
        _sink.Answer(new SinkResult.Retry("down", TimeSpan.FromSeconds(7)));

        var first = await engine.Steps.EmitTasksAsync(runId);
        var between = (await engine.RunAsync(runId)).State;
        var second = await engine.Steps.EmitTasksAsync(runId);

        Assert.True(first.Retryable);
        Assert.Equal(TimeSpan.FromSeconds(7), first.RetryAfter);
        Assert.Equal(RunState.Running, between);
        Assert.True(second.IsComplete);
        Assert.Equal(5, _sink.Sent.Values.Sum());
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
    }

    [Fact]
    public async Task EmitTasksAsync_AllOpenAreRefused_FailsTheRun()
    {
        await using var engine = await CreateAsync(_sink, Engine.Yaml("alpha", Engine.Rule("r")));
        var runId = await StartAsync(engine);
        await engine.Steps.EvaluateRulesAsync(runId);
        _sink.Answer(new SinkResult.Rejected("no such repository", 422));

        var outcome = await engine.Steps.EmitTasksAsync(runId);

        Assert.False(outcome.Retryable);
        var run = await engine.RunAsync(runId);
        Assert.Equal(RunState.Failed, run.State);
        Assert.Contains("no such repository", run.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhyAsync_TaskReference_NamesEventDefinitionRuleAndValues()
    {
        await using var engine = await CreateAsync(_sink, Engine.Yaml("alpha", Engine.Rule("r", when: "event.attributes.size > 5")));
        var runId = await StartAsync(engine, """{"size":8}""");
        await engine.Steps.EvaluateRulesAsync(runId);
        var outcome = await engine.Steps.EmitTasksAsync(runId);

        var reason = Assert.Single(await engine.Queries.WhyAsync(outcome.Settled.Single().Reference!));

        Assert.Equal("alpha", reason.Run!.DefinitionName);
        Assert.Equal(runId, reason.Run!.RunId);
        Assert.Equal("thing.happened", reason.Event!.Envelope.Type);
        Assert.Equal("event.attributes.size > 5", reason.Rule!.Condition);
        Assert.Contains("event.attributes.size = 8", reason.Rule.Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmitAsync_AfterADryRun_SendsLiveOnce()
    {
        await using var engine = await CreateAsync(sink: null, Engine.Yaml("alpha", Engine.Rule("r")));
        var runId = await StartAsync(engine);
        await engine.Steps.EvaluateRulesAsync(runId);
        var dry = await engine.Steps.EmitTasksAsync(runId);

        var live = await engine.Steps.EmitTasksAsync(runId, _sink);
        await engine.Steps.EmitTasksAsync(runId, _sink);

        Assert.StartsWith("null-", dry.Settled.Single().Reference, StringComparison.Ordinal);
        Assert.StartsWith("ISSUE-", live.Settled.Single().Reference, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(_sink.Sent).Value);
    }

    [Fact]
    public async Task StartManualAsync_SameRequestTwice_OneRun()
    {
        await using var engine = await CreateAsync(_sink, Engine.Yaml("alpha", Engine.Rule("r", when: "occurrence.kind == 'manual'")));
        var definition = engine.Catalog.Find("alpha")!;

        var first = await engine.Commands.StartManualAsync(definition, "ticket-1");
        var second = await engine.Commands.StartManualAsync(definition, "ticket-1");

        Assert.True(first.IsNew);
        Assert.False(second.IsNew);
        Assert.Equal(first.Run.RunId, second.Run.RunId);
        Assert.Equal("alpha ← manual:ticket-1", _service.Options(first.Run.RunId).StaticSummary);
        Assert.Single(_service.StartedIds);
    }

    [Fact]
    public async Task EvaluateRulesAsync_RunThatAPersonDropped_GoesNoFurther()
    {
        await using var engine = await CreateAsync(_sink, Engine.Yaml("alpha", TwoRulesOverItems, more: "limits: { max_tasks_per_run: 1 }"));
        var runId = await StartAsync(engine, """{"parts":[{"name":"a","size":1}]}""");
        await engine.Steps.EvaluateRulesAsync(runId);
        await engine.Runs.DropAsync(runId, "a test");

        // A workflow that was reset or started once more: it would wait for a person who has spoken already.
        await Assert.ThrowsAsync<RunUnusableException>(() => engine.Steps.EvaluateRulesAsync(runId));
        await Assert.ThrowsAsync<RunUnusableException>(() => engine.Steps.EmitTasksAsync(runId));
        Assert.Empty(_sink.Sent);
    }

    [Fact]
    public async Task EvaluateRulesAsync_EventWithoutItsAttributes_DecidesNothing()
    {
        await using var engine = await CreateAsync(_sink, Engine.Yaml("alpha", Engine.Rule("r", when: "event.attributes.size > 5")));
        var envelope = Engine.Event("thing.happened", """{"size":6}""");
        await engine.Events.AddAsync(envelope, "test", []);
        await engine.Events.MarkRoutedAsync(envelope.Publisher, envelope.Id, noMatch: true);
        await engine.Get<IRetention>().RemovePayloadsAsync(DateTimeOffset.UtcNow.AddDays(1));
        var run = (await engine.Commands.StartManualAsync(engine.Catalog.Find("alpha")!, "ticket-1", envelope)).Run;

        var error = await Assert.ThrowsAsync<RunUnusableException>(() => engine.Steps.EvaluateRulesAsync(run.RunId));

        Assert.Contains("payload removed by retention", error.Message, StringComparison.Ordinal);
        Assert.Null((await engine.RunAsync(run.RunId)).Decision);
    }

    [Fact]
    public async Task CloseAsync_EvidenceIsOpen_BecomesADeadLetter()
    {
        await using var engine = await CreateAsync(_sink, Engine.Yaml("alpha", Engine.Rule("r")));
        var runId = await StartAsync(engine);
        var evidence = new PlannedEvidence
        {
            Key = "evidence-1",
            Context = "hub",
            EventType = "ops_inventory_probe",
            Sink = EvidenceSinks.StateHubProgress,
            Payload = System.Text.Json.JsonElement.Parse("{}"),
            ObservedAt = DateTimeOffset.UnixEpoch,
        };
        await engine.Get<IEvidenceLog>().AddAsync(runId, [evidence]);

        await engine.Steps.CloseAsync(runId, "The workflow was cancelled.");

        var letter = Assert.Single((await engine.Get<IDeadLetters>().ListAsync(new(), new())).Items);
        Assert.Equal((DeadLetterKind.Evidence, runId, "given_up: The workflow was cancelled. Last: not tried"), (letter.Kind, letter.Source, letter.Reason));
    }

    private static async Task<string> StartAsync(Engine engine, string attributes = "{}") =>
        Assert.Single((await engine.RouteAsync(Engine.Event("thing.happened", attributes))).Started);

    private async Task<Engine> CreateAsync(IIssueSink? sink, params string[] definitions)
    {
        var engine = await Engine.CreateAsync(_service.Client, sink: sink);
        await engine.DefineAsync([.. definitions.Select((yaml, index) => ($"{index}.yaml", yaml))]);
        return engine;
    }
}
