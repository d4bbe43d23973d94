using ActivityCore.Events;
using ActivityCore.Routing;
using ActivityCore.Routing.Schedules;
using ActivityCore.Runs;
using ActivityCore.Settings;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using ActivityCore.Tests.Runs;
using Microsoft.Extensions.Logging.Abstractions;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Client.Schedules;
using Temporalio.Exceptions;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>A tick leads to a run with its tasks and rows, on a Temporal service, whichever it is.</summary>
public abstract class ScheduledRunTests
{
    private static readonly DateTime Monday = new(2026, 3, 2, 6, 0, 0, DateTimeKind.Utc);

    private readonly Guid _id = Guid.NewGuid();
    private readonly ScriptedSink _sink = new();

    /// <summary>HOST:PORT of the service under test, with the search attributes registered.</summary>
    protected abstract Task<string> TargetAsync();

    [Fact]
    public async Task Tick_OfASchedule_MakesARunWithTasksAndItsRows()
    {
        await using var engine = await StartAsync(Daily);
        await BackfillAsync(engine, Monday, Monday);

        var run = await WaitForAsync(engine, IdAt(Monday));
        var task = Assert.Single((await engine.Get<ITaskSpawnLog>().ListAsync(new() { RunId = run.RunId }, new())).Items);

        Assert.Equal((OccurrenceKind.Schedule, $"schedule:{_id}@2026-03-02T06:00:00Z", new DateTimeOffset(Monday)), (run.Occurrence.Kind, run.Occurrence.Key, run.Occurrence.NominalTime));
        Assert.Equal((engine.Catalog.Definitions[0].Hash, "alpha"), (run.DefinitionHash, run.DefinitionName));
        Assert.Null(run.EventId);
        Assert.Equal((TaskState.DryRun, "Look at 2026-03-02T06:00:00Z", run.Occurrence.Key), (task.State, task.Spec.Title, task.Spec.TriggeringEventId));
        Assert.Equal(TaskKey.Create(_id, run.Occurrence.Key, "rule", "r", "demo", "0"), task.Key);
        var found = await Client(engine).GetWorkflowHandle(run.RunId).DescribeAsync();
        Assert.Equal(("alpha", run.Occurrence.Key), (found.TypedSearchAttributes.Get(RunSearchAttributes.Definition), found.TypedSearchAttributes.Get(RunSearchAttributes.Occurrence)));
        await HistoryRecorder.RecordAsync(engine, run.RunId, "scheduled");
    }

    [Fact]
    public async Task Tick_ThatIsMadeUpForTwice_MakesEachTaskOnce()
    {
        await using var engine = await StartAsync(Daily, _sink);
        await BackfillAsync(engine, Monday, Monday.AddDays(2));
        foreach (var day in Enumerable.Range(0, 3))
            await WaitForAsync(engine, IdAt(Monday.AddDays(day)));

        await UntilClosedAsync(engine, IdAt(Monday), executions: 1);
        await BackfillAsync(engine, Monday, Monday);
        await UntilClosedAsync(engine, IdAt(Monday), executions: 2);

        Assert.Equal(3, (await engine.AllRunsAsync()).Count);
        Assert.Equal([1, 1, 1], _sink.Sent.Values);
    }

    [Fact]
    public async Task Tick_OfTwoTriggersAtOneTime_IsOneRun()
    {
        await using var engine = await StartAsync(Engine.Yaml("alpha", Rule, "cron: \"0 6 * * *\"", "  - cron: \"0 6 * * 1\"\n", _id), _sink);
        await BackfillAsync(engine, Monday, Monday);
        await UntilClosedAsync(engine, IdAt(Monday), executions: 1);
        await BackfillAsync(engine, Monday, Monday, place: 2);
        await UntilClosedAsync(engine, IdAt(Monday), executions: 2);

        Assert.Single(await engine.AllRunsAsync());
        Assert.Equal(1, Assert.Single(_sink.Sent).Value);
    }

    [Fact]
    public async Task Tick_UnderAnotherWorkflowId_DoesNothingTwice()
    {
        await using var engine = await StartAsync(Daily, _sink);
        await BackfillAsync(engine, Monday, Monday);
        await WaitForAsync(engine, IdAt(Monday));
        var input = new RunInput
        {
            Definition = "alpha",
            DefinitionId = _id,
            DefinitionHash = engine.Catalog.Definitions[0].Hash,
            Occurrence = Occurrence.SeriesOf(_id),
            Schedule = "by-hand",
        };

        var other = await Client(engine).StartWorkflowAsync((RunActivityWorkflow workflow) => workflow.RunAsync(input), new($"by-hand-{Guid.NewGuid():N}-2026-03-02T06:00:00Z", TaskQueue(engine)));
        var result = await other.GetResultAsync();

        Assert.Equal(("duplicate", $"The run {IdAt(Monday)} has this tick."), (result.Outcome, result.Reason));
        Assert.Single(await engine.AllRunsAsync());
        Assert.Equal(1, Assert.Single(_sink.Sent).Value);
        await HistoryRecorder.RecordAsync(engine, other.Id, "scheduled-duplicate");
    }

    [Fact]
    public async Task Tick_TriggeredByHand_IsARunOfThatMoment()
    {
        await using var engine = await StartAsync(Daily, _sink);
        await Client(engine).GetScheduleHandle(ScheduleId.Create(_id, 1)).TriggerAsync();

        var run = await FirstRunAsync(engine);
        await engine.WaitForAsync(run.RunId, RunState.Completed);

        Assert.Equal(RunId.Create(_id, run.Occurrence), run.RunId);
        Assert.Equal(0, run.Occurrence.NominalTime.Millisecond);
        Assert.Equal(1, Assert.Single(_sink.Sent).Value);
    }

    [Fact]
    public async Task Tick_AfterTheDefinitionWasEditedOrRemoved_KeepsTheVersionOfItsSchedule()
    {
        await using var engine = await StartAsync(Daily, _sink, workers: false);
        var hash = engine.Catalog.Definitions[0].Hash;
        await BackfillAsync(engine, Monday, Monday);
        await UntilStartedAsync(engine, IdAt(Monday));
        await engine.DefineAsync(("a.yaml", Engine.Yaml("alpha", Rule.Replace("Look at", "Do not look at", StringComparison.Ordinal), "cron: \"0 6 * * *\"", id: _id)));
        await engine.Get<ScheduleSync>().SyncAsync(engine.Catalog);

        await using var worker = await Engine.CreateAsync(Client(engine), engine.Folder, engine.Get<ActivityCoreSettings>(), _sink, ActivityCoreRoles.Worker);
        await worker.StartAsync();
        await BackfillAsync(engine, Monday.AddDays(1), Monday.AddDays(1));

        Assert.Equal(hash, (await WaitForAsync(engine, IdAt(Monday))).DefinitionHash);
        Assert.Equal(engine.Catalog.Definitions[0].Hash, (await WaitForAsync(engine, IdAt(Monday.AddDays(1)))).DefinitionHash);
    }

    [Fact]
    public async Task Tick_WhoseWorkflowIsTerminated_IsReconciledLikeAnyRun()
    {
        await using var engine = await StartAsync(Engine.Yaml("alpha", Rule + "\n" + Rule.Replace("id: r", "id: s", StringComparison.Ordinal), "cron: \"0 6 * * *\"", "limits: { max_tasks_per_run: 1 }", _id), _sink);
        await BackfillAsync(engine, Monday, Monday);
        await WaitForAsync(engine, IdAt(Monday), RunState.Parked);
        using var reconciler = new RunReconciler(
            Client(engine), engine.Router, engine.Get<RunStarter>(), engine.Steps, engine.Runs, engine.Events, new() { MinimumAge = TimeSpan.Zero }, TimeProvider.System, NullLogger<RunReconciler>.Instance);
        await reconciler.ReconcileAsync();
        var before = (await engine.RunAsync(IdAt(Monday))).State;

        await Client(engine).GetWorkflowHandle(IdAt(Monday)).TerminateAsync("not today");
        await reconciler.ReconcileAsync();

        Assert.Equal(RunState.Parked, before);
        Assert.Equal((RunState.Dropped, "The workflow was terminated: not today."), ((await engine.RunAsync(IdAt(Monday))).State, (await engine.RunAsync(IdAt(Monday))).Failure));
        Assert.Empty(_sink.Sent);
    }

    [Fact]
    public async Task Tick_LeftPendingByACrash_IsGoneOnWith()
    {
        await using var engine = await StartAsync(Daily, _sink);
        var definition = engine.Catalog.Definitions[0];
        var occurrence = Occurrence.OfSchedule(_id, new(Monday, TimeSpan.Zero));
        var (_, run) = await engine.Runs.AddAsync(new() { RunId = RunId.Create(_id, occurrence), DefinitionId = _id, DefinitionName = "alpha", DefinitionHash = definition.Hash, Occurrence = occurrence });

        await engine.Get<RunStarter>().ResumeAsync(run);

        await WaitForAsync(engine, IdAt(Monday));
        Assert.Equal(1, Assert.Single(_sink.Sent).Value);
    }

    private const string Rule = """
          - id: r
            when: occurrence.kind == 'schedule'
            emit:
              - { title: "Look at {{ now }}", target_repo: demo }
        """;

    private string Daily => Engine.Yaml("alpha", Rule, "cron: \"0 6 * * *\"", id: _id);

    private static ITemporalClient Client(Engine engine) => engine.Get<ITemporalClient>();

    private static string TaskQueue(Engine engine) => engine.Get<RunOptions>().TaskQueue;

    private string IdAt(DateTime nominal) => RunId.Create(_id, Occurrence.OfSchedule(_id, new(nominal, TimeSpan.Zero)));

    private Task BackfillAsync(Engine engine, DateTime from, DateTime to, int place = 1) =>
        Client(engine).GetScheduleHandle(ScheduleId.Create(_id, place)).BackfillAsync([new ScheduleBackfill(from, to, ScheduleOverlapPolicy.BufferAll)]);

    /// <summary>The row is written by the run itself, so it may take a while to be there.</summary>
    private static async Task<RunRecord> WaitForAsync(Engine engine, string runId, RunState state = RunState.Completed)
    {
        await UntilAsync(async () => await engine.Runs.FindAsync(runId) is not null);
        return await engine.WaitForAsync(runId, state);
    }

    private static async Task<RunRecord> FirstRunAsync(Engine engine)
    {
        await UntilAsync(async () => (await engine.AllRunsAsync()).Count > 0);
        return Assert.Single(await engine.AllRunsAsync());
    }

    private static Task UntilStartedAsync(Engine engine, string runId) => UntilAsync(async () =>
    {
        try
        {
            return (await Client(engine).GetWorkflowHandle(runId).DescribeAsync()).Status == WorkflowExecutionStatus.Running;
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            return false;
        }
    });

    private static Task UntilClosedAsync(Engine engine, string runId, int executions) => UntilAsync(async () =>
    {
        var closed = 0;
        await foreach (var execution in Client(engine).ListWorkflowsAsync($"WorkflowId = '{runId}'"))
            closed += execution.Status == WorkflowExecutionStatus.Running ? 0 : 1;

        return closed == executions;
    });

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
            await Task.Delay(50, limit.Token);
    }

    private async Task<Engine> StartAsync(string yaml, IIssueSink? sink = null, bool workers = true)
    {
        var client = await TemporalClient.ConnectAsync(new(await TargetAsync()) { Identity = "tests" });
        var settings = new ActivityCoreSettings { Temporal = new TemporalSettings { TaskQueue = $"ticks-{Guid.NewGuid():N}" } };
        var engine = await Engine.CreateAsync(client, settings: settings, sink: sink, roles: workers ? ActivityCoreRoles.Worker : ActivityCoreRoles.None, configure: services => services.AddEventRouting());
        await engine.DefineAsync(("a.yaml", yaml));
        Assert.Equal(0, (await engine.Get<ScheduleSync>().SyncAsync(engine.Catalog)).Failures);

        // What a test asks for runs all the same; what falls due by the clock of the machine meanwhile does not.
        for (var place = 1; place <= engine.Catalog.Definitions[0].Triggers.Count; place++)
        {
            await client.GetScheduleHandle(ScheduleId.Create(_id, place)).PauseAsync("No tick but those of the test.");
        }

        await engine.StartAsync();
        return engine;
    }
}
