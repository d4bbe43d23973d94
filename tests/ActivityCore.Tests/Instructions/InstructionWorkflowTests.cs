using ActivityCore.Instructions;
using ActivityCore.Instructions.Shell;
using ActivityCore.Runs;
using ActivityCore.Settings;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using ActivityCore.Tests.Runs;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace ActivityCore.Tests.Instructions;

/// <summary>What a run with instructions does on a Temporal service, whichever it is: real programs, real child workflows, and nothing between them replaced.</summary>
public abstract class InstructionWorkflowTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("instructions-").FullName;
    private readonly ScriptedSink _sink = new();

    /// <summary>HOST:PORT of the service under test, with the search attributes registered.</summary>
    protected abstract Task<string> TargetAsync();

    [Fact]
    public async Task Run_CommandReturnsTasks_EmitsThemWithThoseOfTheRules()
    {
        await using var engine = await StartAsync(
            Definition("""shell: { command: list, args: ["{{ event.attributes.name }}"] }""", more: "returns: tasks", rules: Engine.Rule("r")),
            Script("list", """printf '[{"title":"Mend %s","target_repo":"tools","key":"a"},{"title":"Clean up","target_repo":"tools"}]' "$1" """));

        var runId = await RouteAsync(engine, """{"name":"x y;z"}""");
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal(["Look at thing.happened", "Mend x y;z", "Clean up"], result.Tasks.Select(task => task.Title));
        var detail = await DetailAsync(engine, runId);
        Assert.Equal((RunState.Completed, 3, 1), (detail.Run.State, detail.Run.Tasks, detail.Run.Instructions));
        var returned = detail.Tasks.Where(task => task.Spec.SourceType == "instruction").ToArray();
        Assert.Equal(["act", "act"], returned.Select(task => task.Spec.SourceId));
        Assert.All(returned, task => Assert.Equal("act", task.Rule!.RuleId));
        var record = Assert.Single(await engine.Get<IInstructionLog>().ListAsync(runId));
        Assert.Equal((InstructionState.Succeeded, 1, 2), (record.State, record.Attempts, record.Tasks.Count));
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-tasks");
    }

    [Fact]
    public async Task Run_InstructionWithoutTasks_Completes()
    {
        await using var engine = await StartAsync(Definition("shell: { command: sweep }"), Script("sweep", "echo swept"));

        var runId = await RouteAsync(engine);
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Empty(result.Tasks);
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
        Assert.Equal("swept", Assert.Single(await engine.Get<IInstructionLog>().ListAsync(runId)).Output);
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-alone");
    }

    [Fact]
    public async Task Run_CommandFails_FailsTheRunAndDoesNothingFurther()
    {
        await using var engine = await StartAsync(
            Definition("shell: { command: broken }", rules: Engine.Rule("r"), second: "shell: { command: after }"),
            Script("broken", "echo the disk is full >&2; exit 3"),
            Script("after", $"touch {_folder}/after"));

        var runId = await RouteAsync(engine);
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => Handle(engine, runId).GetResultAsync());

        var cause = Assert.IsType<ApplicationFailureException>(failure.InnerException);
        Assert.Equal(RunFailureTypes.InstructionFailed, cause.ErrorType);
        Assert.Matches("^Instruction act: `broken` ended with exit code 3 after [0-9.]+ s: the disk is full$", cause.Message);
        Assert.Empty(_sink.Sent);
        Assert.False(File.Exists($"{_folder}/after"));
        Assert.Equal(RunState.Failed, (await engine.RunAsync(runId)).State);
        var letter = Assert.Single((await engine.Get<IDeadLetters>().ListAsync(new(), new())).Items);
        Assert.Equal((DeadLetterKind.Instruction, runId), (letter.Kind, letter.Source));
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-failed");
    }

    [Fact]
    public async Task Run_CommandFailsAndMayBeSkipped_GoesOnWithTheRest()
    {
        await using var engine = await StartAsync(
            Definition("shell: { command: broken }", more: "on_error: skip_instruction", rules: Engine.Rule("r"), second: "shell: { command: after }"),
            Script("broken", "exit 3"),
            Script("after", $"touch {_folder}/after"));

        var runId = await RouteAsync(engine);
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Single(result.Tasks);
        Assert.True(File.Exists($"{_folder}/after"));
        Assert.Equal([InstructionState.Failed, InstructionState.Succeeded], (await engine.Get<IInstructionLog>().ListAsync(runId)).Select(record => record.State));
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-skipped");
    }

    [Fact]
    public async Task Run_CommandAsksToComeBack_IsTriedAgain()
    {
        await using var engine = await StartAsync(
            Definition("shell: { command: later }"),
            Script("later", $"echo x >> {_folder}/tries; test $(wc -l < {_folder}/tries) -ge 2 || exit 75"));

        var runId = await RouteAsync(engine);
        await Handle(engine, runId).GetResultAsync();

        var record = Assert.Single(await engine.Get<IInstructionLog>().ListAsync(runId));
        Assert.Equal((InstructionState.Succeeded, 2), (record.State, record.Attempts));
        Assert.Equal(["retry", "succeeded"], record.AttemptLog.Select(attempt => attempt.Outcome));
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-at-second-attempt");
    }

    [Fact]
    public async Task Run_TasksTogetherAboveTheLimit_WaitsForItsRelease()
    {
        await using var engine = await StartAsync(
            Definition("shell: { command: list }", more: "returns: tasks", rules: Engine.Rule("r"), limits: "max_tasks_per_run: 1"),
            Script("list", """echo '[{"title":"One more","target_repo":"tools"}]'"""));
        var runId = await RouteAsync(engine);
        var parked = await engine.WaitForAsync(runId, RunState.Parked);

        Assert.Equal("The rules ask for 1 tasks and the instructions returned 1, and limits.max_tasks_per_run is 1: nothing was emitted. Release or drop the run.", parked.Failure);
        Assert.Empty(_sink.Sent);
        Assert.IsType<ParkedResult.Told>(await engine.Commands.ReleaseAsync(runId));
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal(2, result.Tasks.Count);
        Assert.Equal(1, Assert.Single(await engine.Get<IInstructionLog>().ListAsync(runId)).Attempts);
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-parked-released");
    }

    /// <summary>The rule's task had room in the hour; with what the command returned there is none.</summary>
    [Fact]
    public async Task Run_ReturnedTasksAboveTheHour_WaitsForItsRelease()
    {
        await using var engine = await StartAsync(
            Definition("shell: { command: list }", more: "returns: tasks", rules: Engine.Rule("r"), limits: "max_tasks_per_hour: 1"),
            Script("list", """echo '[{"title":"One more","target_repo":"tools"}]'"""));
        var runId = await RouteAsync(engine);
        var parked = await engine.WaitForAsync(runId, RunState.Parked);

        Assert.Equal(
            "The rules and instructions ask for 2 tasks, 0 were asked for within the last hour, and limits.max_tasks_per_hour is 1: nothing was emitted. Release or drop the run.", parked.Failure);
        Assert.IsType<EmitResult.NotReady>(await engine.Commands.EmitAsync(runId));
        Assert.Empty(_sink.Sent);
        Assert.IsType<ParkedResult.Told>(await engine.Commands.ReleaseAsync(runId));
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal(2, result.Tasks.Count);
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-parked-by-the-hour");
    }

    [Fact]
    public async Task Run_TooManyInstructions_DoesNoneUntilItsRelease()
    {
        await using var engine = await StartAsync(
            Definition($"shell: {{ command: mark }}", second: "shell: { command: mark }", limits: "max_instructions_per_run: 1"),
            Script("mark", $"echo x >> {_folder}/marks"));
        var runId = await RouteAsync(engine);
        await engine.WaitForAsync(runId, RunState.Parked);

        Assert.False(File.Exists($"{_folder}/marks"));
        Assert.IsType<ParkedResult.Told>(await engine.Commands.ReleaseAsync(runId));
        await Handle(engine, runId).GetResultAsync();

        Assert.Equal(2, (await File.ReadAllLinesAsync($"{_folder}/marks", TestContext.Current.CancellationToken)).Length);
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
        await HistoryRecorder.RecordAsync(engine, runId, "instructions-parked-released");
    }

    [Theory]
    [InlineData("max_instructions_per_run: 1", 0, "instructions-parked-dropped")]
    [InlineData("max_tasks_per_run: 1", 2, "instruction-parked-dropped")]
    public async Task Run_ParkedThenDropped_DoesNothingMore(string limits, int marks, string name)
    {
        await using var engine = await StartAsync(
            Definition($"shell: {{ command: list }}", more: "returns: tasks", second: "shell: { command: list }\n    returns: tasks", limits: limits),
            Script("list", $$"""echo x >> {{_folder}}/marks; echo '[{"title":"One more","target_repo":"tools"}]'"""));
        var runId = await RouteAsync(engine);
        await engine.WaitForAsync(runId, RunState.Parked);

        Assert.IsType<ParkedResult.Told>(await engine.Commands.DropAsync(runId, "a test flood"));
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal(("dropped", "a test flood"), (result.Outcome, result.Reason));
        Assert.Equal(marks, File.Exists($"{_folder}/marks") ? (await File.ReadAllLinesAsync($"{_folder}/marks", TestContext.Current.CancellationToken)).Length : 0);
        Assert.Empty(_sink.Sent);
        Assert.Equal(RunState.Dropped, (await engine.RunAsync(runId)).State);
        await HistoryRecorder.RecordAsync(engine, runId, name);
    }

    [Fact]
    public async Task Run_CancelledWhileACommandRuns_LeavesNothingOfIt()
    {
        await using var engine = await StartAsync(
            Definition("shell: { command: long }", more: "timeout: 10m"),
            Script("long", $"(setsid sleep 300 & echo $! > {_folder}/grandchild); echo $$ > {_folder}/child; sleep 300"));
        var runId = await RouteAsync(engine);
        var child = await ReadWhenWrittenAsync($"{_folder}/child");
        var grandchild = await ReadWhenWrittenAsync($"{_folder}/grandchild");

        await Handle(engine, runId).CancelAsync();
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => Handle(engine, runId).GetResultAsync());

        Assert.IsType<CanceledFailureException>(failure.InnerException);
        Assert.Equal((false, false), (Processes.IsAlive(child), Processes.IsAlive(grandchild)));
        Assert.Equal(RunState.Failed, (await engine.RunAsync(runId)).State);
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-cancelled");
    }

    [Fact]
    public async Task Run_ChildWorkflow_GetsItsInputAndReturnsTasks()
    {
        var queue = $"children-{Guid.NewGuid():N}";
        await using var engine = await StartAsync(
            Definition($$$"""workflow: { type: Rescan, task_queue: {{{queue}}}, input: { repo: "{{ event.attributes.name }}", sizes: "{{ event.attributes.sizes }}" } }""", more: "returns: tasks"));
        using var worker = Worker(engine, queue);

        var runId = await RouteAsync(engine, """{"name":"tools","sizes":[1,2]}""");
        var result = await worker.ExecuteAsync(() => Handle(engine, runId).GetResultAsync());

        Assert.Equal("Rescan tools 2 times", Assert.Single(result.Tasks).Title);
        var record = Assert.Single(await engine.Get<IInstructionLog>().ListAsync(runId));
        Assert.StartsWith($"{runId}-", record.Reference, StringComparison.Ordinal);
        var child = await engine.Get<ITemporalClient>().GetWorkflowHandle(record.Reference!).DescribeAsync();
        Assert.Equal(runId, child.ParentId);
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-child");
    }

    [Fact]
    public async Task Run_ChildWorkflowFails_FailsTheRunWithItsReason()
    {
        var queue = $"children-{Guid.NewGuid():N}";
        await using var engine = await StartAsync(Definition($$"""workflow: { type: Rescan, task_queue: {{queue}}, input: { repo: "", sizes: [] } }"""));
        using var worker = Worker(engine, queue);

        var runId = await RouteAsync(engine);
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => worker.ExecuteAsync(() => Handle(engine, runId).GetResultAsync()));

        Assert.Contains("did not complete: there is no repository", Assert.IsType<ApplicationFailureException>(failure.InnerException).Message, StringComparison.Ordinal);
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-child-failed");
    }

    [Fact]
    public async Task Run_ChildWorkflowWithATakenId_Fails()
    {
        var queue = $"children-{Guid.NewGuid():N}";
        var id = $"nightly-{Guid.NewGuid():N}";
        await using var engine = await StartAsync(Definition($$"""workflow: { type: Rescan, task_queue: {{queue}}, id: {{id}}, input: { repo: x, sizes: [] } }""", more: "on_error: skip_instruction"));
        await engine.Get<ITemporalClient>().StartWorkflowAsync("Rescan", [], new(id, queue));

        var runId = await RouteAsync(engine);
        await Handle(engine, runId).GetResultAsync();

        var record = Assert.Single(await engine.Get<IInstructionLog>().ListAsync(runId));
        Assert.Equal($"The workflow {id} did not complete: a workflow with this id was there already", record.LastError);
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-child-id-taken");
    }

    [Fact]
    public async Task Run_ChildWorkflowTakesTooLong_Fails()
    {
        await using var engine = await StartAsync(Definition($$"""workflow: { type: Rescan, task_queue: nobody-{{Guid.NewGuid():N}}, input: { repo: x, sizes: [] } }""", more: "timeout: 1s"));

        var runId = await RouteAsync(engine);
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => Handle(engine, runId).GetResultAsync());

        Assert.Equal(RunFailureTypes.InstructionFailed, Assert.IsType<ApplicationFailureException>(failure.InnerException).ErrorType);
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-child-timed-out");
    }

    [Theory]
    [InlineData("bytes", InstructionState.Failed, "instruction-child-no-json")]
    [InlineData("nothing", InstructionState.Succeeded, "instruction-child-without-result")]
    public async Task Run_ChildWorkflowReturnsNoJson_IsTakenAsItIs(string returns, InstructionState expected, string name)
    {
        var queue = $"children-{Guid.NewGuid():N}";
        await using var engine = await StartAsync(Definition($$"""workflow: { type: Odd, task_queue: {{queue}}, input: {{returns}} }""", more: "on_error: skip_instruction"));
        using var worker = Worker(engine, queue);

        var runId = await RouteAsync(engine);
        await worker.ExecuteAsync(() => Handle(engine, runId).GetResultAsync());

        var record = Assert.Single(await engine.Get<IInstructionLog>().ListAsync(runId));
        Assert.Equal(expected, record.State);
        Assert.EndsWith(expected == InstructionState.Failed ? "its result is no JSON" : "", record.LastError ?? "", StringComparison.Ordinal);
        await HistoryRecorder.RecordAsync(engine, runId, name);
    }

    [Fact]
    public async Task Run_CancelledWhileAChildRuns_EndsAfterTheChild()
    {
        var queue = $"children-{Guid.NewGuid():N}";
        await using var engine = await StartAsync(Definition($$"""workflow: { type: Odd, task_queue: {{queue}}, input: waits }"""));
        using var worker = Worker(engine, queue);
        var runId = await RouteAsync(engine);

        await worker.ExecuteAsync(async () =>
        {
            var child = await StartedChildAsync(engine, runId);
            await Handle(engine, runId).CancelAsync();
            var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => Handle(engine, runId).GetResultAsync());

            Assert.IsType<CanceledFailureException>(failure.InnerException);
            Assert.Equal(WorkflowExecutionStatus.Canceled, (await engine.Get<ITemporalClient>().GetWorkflowHandle(child).DescribeAsync()).Status);
        });

        Assert.Equal(RunState.Failed, (await engine.RunAsync(runId)).State);
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-child-cancelled");
    }

    /// <summary>What the child came to is in the store: it is not started a second time.</summary>
    [Fact]
    public async Task Run_ResetAfterItsChild_DoesNotStartItAgain()
    {
        var queue = $"children-{Guid.NewGuid():N}";
        await using var engine = await StartAsync(Definition($$"""workflow: { type: Rescan, task_queue: {{queue}}, input: { repo: x, sizes: [] } }""", more: "returns: tasks"));
        using var worker = Worker(engine, queue);
        var runId = await RouteAsync(engine);
        var first = await worker.ExecuteAsync(() => Handle(engine, runId).GetResultAsync());

        var client = engine.Get<ITemporalClient>();
        await client.Connection.WorkflowService.ResetWorkflowExecutionAsync(new()
        {
            Namespace = client.Options.Namespace,
            WorkflowExecution = new() { WorkflowId = runId },
            WorkflowTaskFinishEventId = 4,
            Reason = "a test",
            RequestId = Guid.NewGuid().ToString(),
        });
        var second = await Handle(engine, runId).GetResultAsync();

        Assert.Equal(first.Tasks, second.Tasks);
        Assert.Equal([1], _sink.Sent.Values);
        await HistoryRecorder.RecordAsync(engine, runId, "instruction-child-after-reset");
    }

    /// <summary>A secret that a command is given and says back in every way that it has: result, output, failure.</summary>
    [Fact]
    public async Task Run_CommandThatTellsItsSecret_LeavesItNowhere()
    {
        const string Secret = "planted+5ecret/0123";
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["API_TOKEN"] = Secret };
        await using var engine = await StartAsync(
            Definition("shell: { command: tell }", more: "returns: tasks", second: "shell: { command: fail }"),
            Script("tell", """echo "token $API_TOKEN" >&2; printf '[{"title":"T %s","target_repo":"r","description":"planted\\u002B5ecret/0123","labels":["%s"]}]' "$API_TOKEN" "$API_TOKEN" """) with { Secrets = secrets },
            Script("fail", """echo "$API_TOKEN"; echo "refused $API_TOKEN" >&2; exit 9""") with { Secrets = secrets });

        var runId = await RouteAsync(engine);
        await Assert.ThrowsAsync<WorkflowFailedException>(() => Handle(engine, runId).GetResultAsync());

        var history = await engine.Get<ITemporalClient>().GetWorkflowHandle(runId).FetchHistoryAsync();
        Assert.DoesNotContain("5ecret", history.ToJson(), StringComparison.Ordinal);
        var records = await engine.Get<IInstructionLog>().ListAsync(runId);
        Assert.Equal(("T [redacted]", "[redacted]"), (records[0].Tasks.Single().Spec.Title, records[0].Tasks.Single().Spec.Description));
        Assert.Contains("refused [redacted]", records[1].LastError, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(engine.Folder))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain("5ecret", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private static ShellCommand Script(string name, string script) => new() { Name = name, Run = ["/bin/sh", "-c", script, name] };

    private static string Definition(string action, string more = "", string? rules = null, string? second = null, string? limits = null) => $$"""
        id: {{Guid.NewGuid()}}
        name: alpha
        owner: tests
        trigger:
          - event: thing.happened
        {{(limits is null ? "" : $"limits: {{ {limits} }}")}}
        {{(rules is null ? "" : $"rules:\n{rules}")}}
        instructions:
          - id: act
            {{action}}
            {{more}}
        {{(second is null ? "" : $"  - id: second\n    {second}")}}
        """;

    private static WorkflowHandle<RunActivityWorkflow, RunResult> Handle(Engine engine, string runId) =>
        engine.Get<ITemporalClient>().GetWorkflowHandle<RunActivityWorkflow, RunResult>(runId);

    private static async Task<string> RouteAsync(Engine engine, string attributes = "{}") =>
        Assert.Single((await engine.RouteAsync(Engine.Event("thing.happened", attributes))).Started);

    private static async Task<RunDetail> DetailAsync(Engine engine, string runId) =>
        Assert.IsType<Lookup<RunDetail>.Found>(await engine.Queries.FindRunAsync(runId)).Value;

    private static TemporalWorker Worker(Engine engine, string queue) =>
        new(engine.Get<ITemporalClient>(), new TemporalWorkerOptions(queue).AddWorkflow<RescanWorkflow>().AddWorkflow<OddWorkflow>());

    private static async Task<string> StartedChildAsync(Engine engine, string runId)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            var history = await Handle(engine, runId).FetchHistoryAsync();
            if (history.Events.FirstOrDefault(e => e.EventType == EventType.ChildWorkflowExecutionStarted) is { } started)
            {
                return started.ChildWorkflowExecutionStartedEventAttributes.WorkflowExecution.WorkflowId;
            }

            await Task.Delay(25, limit.Token);
        }
    }

    private static async Task<int> ReadWhenWrittenAsync(string file)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            if (File.Exists(file) && int.TryParse(await File.ReadAllTextAsync(file, limit.Token), out var number))
            {
                return number;
            }

            await Task.Delay(25, limit.Token);
        }
    }

    private async Task<Engine> StartAsync(string yaml, params ShellCommand[] commands)
    {
        var client = await TemporalClient.ConnectAsync(new(await TargetAsync()) { Identity = "tests" });
        var settings = new ActivityCoreSettings { Temporal = new TemporalSettings { TaskQueue = $"runs-{Guid.NewGuid():N}" }, ShellCommands = commands };
        var engine = await Engine.CreateAsync(client, settings: settings, sink: _sink, roles: ActivityCoreRoles.Router | ActivityCoreRoles.Worker);
        await engine.DefineAsync(("a.yaml", yaml));
        await engine.StartAsync();
        return engine;
    }

    /// <summary>Somebody else's workflow.</summary>
    [Workflow("Rescan")]
    public sealed class RescanWorkflow
    {
        [WorkflowRun]
        public Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> RunAsync(RescanInput input) => input.Repo.Length == 0
            ? throw new ApplicationFailureException("there is no repository", nonRetryable: true)
            : Task.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>(
                [new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = $"Rescan {input.Repo} {input.Sizes.Count} times", ["target_repo"] = input.Repo }]);
    }

    /// <summary>Returns what is no JSON, nothing, or never.</summary>
    [Workflow("Odd")]
    public sealed class OddWorkflow
    {
        [WorkflowRun]
        public async Task<byte[]?> RunAsync(string returns)
        {
            await Workflow.WaitConditionAsync(() => returns != "waits");
            return returns == "bytes" ? [0, 1, 2] : null;
        }
    }

    public sealed record RescanInput(
        [property: System.Text.Json.Serialization.JsonPropertyName("repo")] string Repo,
        [property: System.Text.Json.Serialization.JsonPropertyName("sizes")] IReadOnlyList<int> Sizes);
}
