using ActivityCore.Context;
using ActivityCore.Evidence;
using ActivityCore.Http;
using ActivityCore.Instructions;
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

    [Fact]
    public async Task EmitAsync_InstructionsGoOn_SendsNothing()
    {
        await using var engine = await CreateAsync(_sink, RuleAndInstruction());
        var runId = await StartAsync(engine);
        Assert.Equal(NextStep.Instruct, (await engine.Steps.EvaluateRulesAsync(runId)).Next);

        var early = await engine.Commands.EmitAsync(runId);
        await SettleAsync(engine, runId, new InstructionOutcome.Succeeded("done"));
        var between = await engine.Commands.EmitAsync(runId);
        var summary = await engine.Get<InstructionSteps>().ConcludeAsync(runId, released: false);
        var afterwards = await engine.Commands.EmitAsync(runId);

        Assert.Equal(new EmitResult.NotReady(RunState.Running, "Its instructions are not done yet; its workflow emits the tasks after them."), early);
        Assert.IsType<EmitResult.NotReady>(between);
        Assert.Equal(NextStep.Emit, summary.Next);
        Assert.True(Assert.IsType<EmitResult.Emitted>(afterwards).Outcome.IsComplete);
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
    }

    [Fact]
    public async Task EmitAsync_InstructionFailedTheRun_SendsTheTasksAndLeavesItFailed()
    {
        await using var engine = await CreateAsync(_sink, RuleAndInstruction());
        var runId = await StartAsync(engine);
        await engine.Steps.EvaluateRulesAsync(runId);
        await SettleAsync(engine, runId, new InstructionOutcome.Failed("the disk is full"));
        Assert.Equal(NextStep.Fail, (await engine.Get<InstructionSteps>().ConcludeAsync(runId, released: false)).Next);

        var result = await engine.Commands.EmitAsync(runId);

        var outcome = Assert.IsType<EmitResult.Emitted>(result).Outcome;
        Assert.True(outcome.IsComplete);
        Assert.Single(outcome.Settled);
        var run = await engine.RunAsync(runId);
        Assert.Equal((RunState.Failed, "Instruction act: the disk is full"), (run.State, run.Failure));
    }

    [Fact]
    public async Task ConcludeAsync_ReturnedTasksAboveTheHour_ParksAndKeepsItSoWhenStepsAreRepeated()
    {
        await using var engine = await CreateAsync(_sink, RuleAndInstruction("limits: { max_tasks_per_hour: 2 }"));
        var runId = await StartAsync(engine);
        await engine.Steps.EvaluateRulesAsync(runId);
        await SettleAsync(engine, runId, new InstructionOutcome.Succeeded("done") { Tasks = [Returned("a"), Returned("b")] });

        var summary = await engine.Get<InstructionSteps>().ConcludeAsync(runId, released: false);
        var emit = await engine.Commands.EmitAsync(runId);
        // A workflow that was reset asks for the instruction once more: nobody has released the run for that.
        await engine.Get<InstructionSteps>().RunAsync(runId, await KeyAsync(engine, runId), TimeSpan.Zero);
        var again = await engine.Get<InstructionSteps>().ConcludeAsync(runId, released: false);

        Assert.Equal((NextStep.Park, 3), (summary.Next, summary.Tasks));
        Assert.Contains("ask for 3 tasks, 0 were asked for within the last hour, and limits.max_tasks_per_hour is 2", summary.Reason, StringComparison.Ordinal);
        Assert.IsType<EmitResult.NotReady>(emit);
        Assert.Equal(summary, again);
        Assert.Equal(RunState.Parked, (await engine.RunAsync(runId)).State);
        Assert.Empty(_sink.Sent);
    }

    [Fact]
    public async Task RunAsync_RunThatAPersonDropped_DoesNoInstruction()
    {
        await using var engine = await CreateAsync(_sink, RuleAndInstruction("limits: { max_instructions_per_run: 1 }", "  - id: second\n    shell: { command: other }"));
        var runId = await StartAsync(engine);
        Assert.Equal(NextStep.Park, (await engine.Steps.EvaluateRulesAsync(runId)).Next);
        await engine.Runs.DropAsync(runId, "a test");
        var key = (await engine.RunAsync(runId)).Decision!.PlannedInstructions.First().Key;

        await Assert.ThrowsAsync<RunUnusableException>(() => engine.Get<InstructionSteps>().RunAsync(runId, key, TimeSpan.Zero));

        Assert.Empty(await engine.Get<IInstructionLog>().ListAsync(runId));
    }

    /// <summary>The settings moved on under a run: only what needs the endpoint is touched by it, as the definition says of errors there.</summary>
    [Theory]
    [InlineData("skip")]
    [InlineData("fail")]
    public async Task ResolveContextAsync_EndpointHasLeftTheSettings_GoesByTheEntrysPolicy(string onError)
    {
        var endpoint = new HttpEndpoint { Name = "inventory", Address = new("https://inventory.invalid/") };
        await using var router = await Engine.CreateAsync(_service.Client, settings: new() { HttpEndpoints = [endpoint] }, sink: _sink);
        await router.DefineAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"), more: $"context: {{ hosts: {{ source: http.inventory, on_error: {onError} }} }}")));
        var runId = await StartAsync(router);
        await using var worker = await Engine.CreateAsync(_service.Client, router.Folder, sink: _sink);

        if (onError == "skip")
        {
            var notes = await worker.Steps.ResolveContextAsync(runId);

            Assert.StartsWith("skipped: There is no source of this name", notes["hosts"], StringComparison.Ordinal);
            Assert.Equal(NextStep.Emit, (await worker.Steps.EvaluateRulesAsync(runId)).Next);
        }
        else
        {
            var error = await Assert.ThrowsAsync<ContextUnavailableException>(() => worker.Steps.ResolveContextAsync(runId));

            Assert.StartsWith("context.hosts (http.inventory): There is no source of this name", error.Message, StringComparison.Ordinal);
            Assert.Equal((RunState.Failed, error.Message), ((await router.RunAsync(runId)).State, (await router.RunAsync(runId)).Failure));
        }
    }

    private static string RuleAndInstruction(string more = "", string second = "") => $$$"""
        {{{Engine.Yaml("alpha", Engine.Rule("r"), more: more)}}}
        instructions:
          - id: act
            returns: tasks
            shell: { command: list }
        {{{second}}}
        """;

    private static PlannedTask Returned(string key) => new()
    {
        Key = $"{key}-{Guid.NewGuid():N}",
        Spec = new()
        {
            Title = key,
            Description = "",
            TargetRepo = "demo",
            Priority = "medium",
            Labels = [],
            SourceType = "instruction",
            SourceId = "act",
            TriggeringEventId = "event",
            ActivityDefinitionId = Guid.Empty.ToString("D"),
        },
    };

    private static async Task<string> KeyAsync(Engine engine, string runId) => Assert.Single((await engine.RunAsync(runId)).Decision!.PlannedInstructions).Key;

    private static async Task SettleAsync(Engine engine, string runId, InstructionOutcome outcome)
    {
        var log = engine.Get<IInstructionLog>();
        var plan = Assert.Single((await engine.RunAsync(runId)).Decision!.PlannedInstructions);
        var begun = Assert.IsType<InstructionClaim.Begun>(await log.BeginAsync(runId, plan, "worker", TimeSpan.FromSeconds(30)));
        await log.RecordAsync(plan, begun.Sequence, begun.Attempt, outcome);
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
