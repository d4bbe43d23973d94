using ActivityCore.Routing;
using ActivityCore.Runs;
using ActivityCore.Settings;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using ActivityCore.Tests.Tasks;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Exceptions;

namespace ActivityCore.Tests.Runs;

/// <summary>Runs that end otherwise than by themselves, on a Temporal service, whichever it is: cancelled at each of its steps, refused, reset, without a store.</summary>
public abstract class RunEndingsTests
{
    private readonly ScriptedSink _sink = new();

    /// <summary>HOST:PORT of the service under test, with the search attributes registered.</summary>
    protected abstract Task<string> TargetAsync();

    [Fact]
    public async Task Run_ContextWillNeverBeThere_Fails()
    {
        await using var hub = await ScriptedReceiver.StartAsync();
        hub.Always(404);
        await using var engine = await StartAsync(AsksForRepos, new() { StateHubUrl = hub.Address });

        var runId = await RouteAsync(engine);
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => Handle(engine, runId).GetResultAsync());

        var cause = Assert.IsType<ApplicationFailureException>(Assert.IsType<ActivityFailureException>(failure.InnerException).InnerException);
        Assert.Equal((RunFailureTypes.ContextUnavailable, true), (cause.ErrorType, cause.NonRetryable));
        var run = await engine.RunAsync(runId);
        Assert.Equal((RunState.Failed, cause.Message), (run.State, run.Failure));
        await HistoryRecorder.RecordAsync(engine, runId, "context-failed");
    }

    [Fact]
    public async Task Run_CancelledWhileContextIsAwaited_IsFailed()
    {
        await using var hub = await ScriptedReceiver.StartAsync();
        hub.Always(503);
        await using var engine = await StartAsync(AsksForRepos, new() { StateHubUrl = hub.Address });
        var runId = await RouteAsync(engine);
        await UntilAsync(() => Task.FromResult(!hub.Requests.IsEmpty));

        await Handle(engine, runId).CancelAsync();

        await AssertCancelledAsync(engine, runId);
        await HistoryRecorder.RecordAsync(engine, runId, "context-cancelled");
    }

    [Fact]
    public async Task Run_CancelledWhileTheSinkIsDown_IsFailed()
    {
        _sink.Answer([.. Enumerable.Repeat(new SinkResult.Retry("down", TimeSpan.FromMinutes(5)), 2)]);
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("r")));
        var runId = await RouteAsync(engine);
        await UntilAsync(() => Task.FromResult(_sink.Sent.Count > 0));

        await Handle(engine, runId).CancelAsync();

        await AssertCancelledAsync(engine, runId);
        await HistoryRecorder.RecordAsync(engine, runId, "emission-cancelled");
    }

    [Fact]
    public async Task Run_CancelledBeforeAWorkerSawIt_DecidesNothing()
    {
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("r")), workers: false);
        var runId = await RouteAsync(engine);
        await Handle(engine, runId).CancelAsync();

        await using var worker = await WorkerAsync(engine);
        await AssertCancelledAsync(engine, runId);

        Assert.Null((await engine.RunAsync(runId)).Decision);
        Assert.Empty(_sink.Sent);
        await HistoryRecorder.RecordAsync(engine, runId, "cancelled-at-once");
    }

    /// <summary>Cancelled as well, but a run that exists has its row, and its end is written there.</summary>
    [Fact]
    public async Task Run_OfAScheduleCancelledBeforeAWorkerSawIt_HasItsRow()
    {
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("r")), workers: false);
        var runId = $"by-hand-{Guid.NewGuid():N}-2026-03-02T06:00:00Z";
        await StartByHandAsync(engine, runId, schedule: "by-hand");
        await Handle(engine, runId).CancelAsync();

        await using var worker = await WorkerAsync(engine);
        await AssertCancelledAsync(engine, runId);

        Assert.Empty(_sink.Sent);
        await HistoryRecorder.RecordAsync(engine, runId, "scheduled-cancelled-at-once");
    }

    [Theory]
    [InlineData(null, "unknown-run")]
    [InlineData("by-hand", "scheduled-without-time")]
    public async Task Run_ThatTheStoreCannotKnow_Fails(string? schedule, string name)
    {
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("r")));
        var runId = $"nobodys-{Guid.NewGuid():N}";
        await StartByHandAsync(engine, runId, schedule);

        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => Handle(engine, runId).GetResultAsync());

        var cause = Assert.IsType<ApplicationFailureException>(Assert.IsType<ActivityFailureException>(failure.InnerException).InnerException);
        Assert.Equal((RunFailureTypes.RunNotFound, true), (cause.ErrorType, cause.NonRetryable));
        await HistoryRecorder.RecordAsync(engine, runId, name);
    }

    /// <summary>The decision stands and every task has its reference: what is done again sends nothing.</summary>
    [Fact]
    public async Task Run_ResetToItsBeginning_EndsTheSameAndSendsNothing()
    {
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("r")));
        var runId = await RouteAsync(engine);
        var first = await Handle(engine, runId).GetResultAsync();

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
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
        await HistoryRecorder.RecordAsync(engine, runId, "emitted-after-reset");
    }

    /// <summary>For longer than the worker waits by itself: the workflow sleeps on the service, and goes on when the store is back.</summary>
    [Fact]
    public async Task Run_StoreIsGoneForLong_DecidesWhenItIsBack()
    {
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("r")), workers: false);
        var runId = await RouteAsync(engine);
        var database = engine.Get<Database>();
        await ExecuteAsync(database, "ALTER TABLE runs RENAME TO runs_elsewhere");
        await using var worker = await WorkerAsync(engine);
        await UntilAsync(async () => (await Handle(engine, runId).FetchHistoryAsync()).Events.Any(e => e.EventType == EventType.TimerStarted));

        await ExecuteAsync(database, "ALTER TABLE runs_elsewhere RENAME TO runs");
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Single(result.Tasks);
        Assert.Equal([1], _sink.Sent.Values);
        await HistoryRecorder.RecordAsync(engine, runId, "decided-after-outage");
    }

    private static string AsksForRepos => Engine.Yaml("alpha", Engine.Rule("r"), more: "context: { repos: { source: state-hub.repos } }");

    private static WorkflowHandle<RunActivityWorkflow, RunResult> Handle(Engine engine, string runId) =>
        engine.Get<ITemporalClient>().GetWorkflowHandle<RunActivityWorkflow, RunResult>(runId);

    private static async Task<string> RouteAsync(Engine engine) =>
        Assert.Single((await engine.RouteAsync(Engine.Event("thing.happened"))).Started);

    private static async Task AssertCancelledAsync(Engine engine, string runId)
    {
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => Handle(engine, runId).GetResultAsync());
        Assert.IsType<CanceledFailureException>(failure.InnerException);
        var run = await engine.RunAsync(runId);
        Assert.Equal((RunState.Failed, "The workflow was cancelled."), (run.State, run.Failure));
    }

    private static async Task StartByHandAsync(Engine engine, string runId, string? schedule)
    {
        var definition = engine.Catalog.Definitions[0];
        var input = new RunInput
        {
            Definition = definition.Name,
            DefinitionId = definition.Id,
            DefinitionHash = definition.Hash,
            Occurrence = $"schedule:{definition.Id}",
            Schedule = schedule,
        };
        await engine.Get<ITemporalClient>().StartWorkflowAsync((RunActivityWorkflow workflow) => workflow.RunAsync(input), new(runId, engine.Get<RunOptions>().TaskQueue));
    }

    private static Task<int> ExecuteAsync(Database database, string sql) =>
        database.WriteAsync(session => session.ExecuteAsync(sql), TestContext.Current.CancellationToken);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
        {
            await Task.Delay(50, limit.Token);
        }
    }

    private async Task<Engine> WorkerAsync(Engine engine)
    {
        var worker = await Engine.CreateAsync(engine.Get<ITemporalClient>(), engine.Folder, engine.Get<ActivityCoreSettings>(), _sink, ActivityCoreRoles.Worker);
        await worker.StartAsync();
        return worker;
    }

    private async Task<Engine> StartAsync(string yaml, ActivityCoreSettings? settings = null, bool workers = true)
    {
        var client = await TemporalClient.ConnectAsync(new(await TargetAsync()) { Identity = "tests" });
        settings = (settings ?? new()) with { Temporal = new TemporalSettings { TaskQueue = $"runs-{Guid.NewGuid():N}" } };
        var engine = await Engine.CreateAsync(client, settings: settings, sink: _sink, roles: workers ? ActivityCoreRoles.Router | ActivityCoreRoles.Worker : ActivityCoreRoles.None, configure: services => services.AddEventRouting());
        await engine.DefineAsync(("a.yaml", yaml));
        await engine.StartAsync();
        return engine;
    }
}
