using ActivityCore.Events;
using ActivityCore.Routing;
using ActivityCore.Runs;
using ActivityCore.Settings;
using ActivityCore.Storage;
using ActivityCore.Tests.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace ActivityCore.Tests.Routing;

/// <summary>Runs that could not record their own end, on a Temporal service, whichever it is.</summary>
public abstract class RunReconcilerTests
{
    private readonly ScriptedSink _sink = new();

    /// <summary>HOST:PORT of the service under test, with the search attributes registered.</summary>
    protected abstract Task<string> TargetAsync();

    [Fact]
    public async Task ReconcileAsync_WorkflowGoesOn_ChangesNothing()
    {
        await using var engine = await CreateAsync();
        var runId = await RouteAsync(engine);

        await ReconcileAsync(engine);

        Assert.Equal(RunState.Running, (await engine.RunAsync(runId)).State);
    }

    [Fact]
    public async Task ReconcileAsync_WorkflowTerminated_FailsTheRunWithTheReason()
    {
        await using var engine = await CreateAsync();
        var runId = await RouteAsync(engine);
        await Handle(engine, runId).TerminateAsync("wrong cluster");

        await ReconcileAsync(engine);

        var run = await engine.RunAsync(runId);
        Assert.Equal((RunState.Failed, "The workflow was terminated: wrong cluster."), (run.State, run.Failure));
    }

    [Fact]
    public async Task ReconcileAsync_ParkedWorkflowTerminated_DropsTheRun()
    {
        await using var engine = await CreateAsync(Parking, ActivityCoreRoles.Worker);
        await engine.StartAsync();
        var runId = await RouteAsync(engine);
        await engine.WaitForAsync(runId, RunState.Parked);
        await ReconcileAsync(engine);
        Assert.Equal(RunState.Parked, (await engine.RunAsync(runId)).State);
        await Handle(engine, runId).TerminateAsync("a test flood");
        Assert.IsType<ParkedResult.Ended>(await engine.Commands.ReleaseAsync(runId));

        await ReconcileAsync(engine);

        var run = await engine.RunAsync(runId);
        Assert.Equal((RunState.Dropped, "The workflow was terminated: a test flood."), (run.State, run.Failure));
        Assert.Empty(_sink.Sent);
    }

    [Fact]
    public async Task ReconcileAsync_ParkedWorkflowDeleted_FailsTheRunAndEmitSendsItsTasks()
    {
        await using var engine = await CreateAsync(Parking, ActivityCoreRoles.Worker);
        await engine.StartAsync();
        var runId = await RouteAsync(engine);
        await engine.WaitForAsync(runId, RunState.Parked);
        await DeleteAsync(engine, runId);

        await ReconcileAsync(engine);

        var run = await engine.RunAsync(runId);
        Assert.Equal(
            (RunState.Failed, $"The workflow is not there any more: it was deleted. Its decision stands: `activity-core runs emit {runId}` sends the tasks that have no reference yet."),
            (run.State, run.Failure));
        Assert.Equal(2, Assert.IsType<EmitResult.Emitted>(await engine.Commands.EmitAsync(runId)).Outcome.Settled.Count);
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
    }

    [Fact]
    public async Task ReconcileAsync_WorkflowDeletedBeforeItDecided_FailsTheRunAndNamesTheCure()
    {
        await using var engine = await CreateAsync();
        var envelope = Engine.Event("thing.happened");
        var runId = Assert.Single((await engine.RouteAsync(envelope)).Started);
        await DeleteAsync(engine, runId);

        await ReconcileAsync(engine);

        var run = await engine.RunAsync(runId);
        Assert.Equal(
            (RunState.Failed, $"The workflow is not there any more: it was deleted. `activity-core runs start alpha --event {envelope.Id}` starts another one."),
            (run.State, run.Failure));
    }

    [Fact]
    public async Task ReconcileAsync_WorkflowTimedOut_FailsTheRun()
    {
        await using var engine = await CreateAsync();
        var runId = await PendingAsync(engine, Occurrence.OfRequest("timed out", DateTimeOffset.UnixEpoch));
        await engine.Get<ITemporalClient>().StartWorkflowAsync(
            RunActivityWorkflow.TypeName, [], new(runId, $"nobody-{Guid.NewGuid():N}") { RunTimeout = TimeSpan.FromSeconds(1) });
        await engine.Runs.MarkRunningAsync(runId);
        await Assert.ThrowsAsync<WorkflowFailedException>(() => Handle(engine, runId).GetResultAsync());

        await ReconcileAsync(engine);

        var run = await engine.RunAsync(runId);
        Assert.Equal((RunState.Failed, "The workflow timed out. `activity-core runs start alpha` starts another one."), (run.State, run.Failure));
    }

    [Fact]
    public async Task ReconcileAsync_WorkflowReset_FollowsTheNewRun()
    {
        await using var engine = await CreateAsync(Parking, ActivityCoreRoles.Worker);
        await engine.StartAsync();
        var runId = await RouteAsync(engine);
        await engine.WaitForAsync(runId, RunState.Parked);
        var found = await FirstTaskCompletedAsync(engine, runId);
        await engine.Get<ITemporalClient>().Connection.WorkflowService.ResetWorkflowExecutionAsync(new()
        {
            Namespace = "default",
            WorkflowExecution = new() { WorkflowId = runId, RunId = found.RunId },
            Reason = "again",
            WorkflowTaskFinishEventId = 4,
            RequestId = Guid.NewGuid().ToString("D"),
        });

        await ReconcileAsync(engine);

        Assert.Equal(WorkflowExecutionStatus.Terminated, (await engine.Get<ITemporalClient>().GetWorkflowHandle(runId, found.RunId).DescribeAsync()).Status);
        Assert.Equal(RunState.Parked, (await engine.RunAsync(runId)).State);
        Assert.IsType<ParkedResult.Told>(await engine.Commands.ReleaseAsync(runId));
        await engine.WaitForAsync(runId, RunState.Completed);
    }

    [Fact]
    public async Task ReconcileAsync_PendingByRequest_IsStarted()
    {
        await using var engine = await CreateAsync();
        var runId = await PendingAsync(engine, Occurrence.OfRequest("left", DateTimeOffset.UnixEpoch));

        await ReconcileAsync(engine);

        Assert.Equal(RunState.Running, (await engine.RunAsync(runId)).State);
        Assert.Equal(WorkflowExecutionStatus.Running, (await Handle(engine, runId).DescribeAsync()).Status);
    }

    [Fact]
    public async Task ReconcileAsync_PendingWithARoutedEventAndNoDefinitionAnyMore_IsStarted()
    {
        await using var engine = await CreateAsync();
        var envelope = Engine.Event("thing.happened");
        await engine.Events.AddAsync(envelope, "test", []);
        var runId = await PendingAsync(engine, Occurrence.OfEvent(envelope), envelope);
        await ReconcileAsync(engine);
        Assert.Equal(RunState.Pending, (await engine.RunAsync(runId)).State);
        await engine.Events.MarkRoutedAsync(envelope.Publisher, envelope.Id, noMatch: true);

        await ReconcileAsync(engine);

        Assert.Equal(RunState.Running, (await engine.RunAsync(runId)).State);
        Assert.Equal("thing.happened", (await Handle(engine, runId).DescribeAsync()).TypedSearchAttributes.Get(RunSearchAttributes.EventType));
    }

    [Fact]
    public async Task ReconcileAsync_TooYoung_IsLeftAlone()
    {
        await using var engine = await CreateAsync();
        var runId = await RouteAsync(engine);
        await Handle(engine, runId).TerminateAsync("wrong cluster");

        await ReconcileAsync(engine, new RunReconcilerOptions());

        Assert.Equal(RunState.Running, (await engine.RunAsync(runId)).State);
    }

    [Fact]
    public async Task ReconcileAsync_MoreRunsThanABatch_TakesThemInTurns()
    {
        await using var engine = await CreateAsync();
        var runIds = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            runIds.Add(await RouteAsync(engine));
            await Handle(engine, runIds[^1]).TerminateAsync("wrong cluster");
        }

        using var reconciler = Create(engine, engine.Get<ITemporalClient>(), new() { MinimumAge = TimeSpan.Zero, BatchSize = 2 });
        var left = new List<int>();
        for (var pass = 0; pass < 3; pass++)
        {
            await reconciler.ReconcileAsync();
            left.Add((await engine.AllRunsAsync()).Count(run => run.State == RunState.Running));
        }

        Assert.Equal([3, 1, 0], left);
    }

    [Fact]
    public async Task ReconcileAsync_NamespaceMissing_ChangesNothing()
    {
        await using var engine = await CreateAsync();
        var runId = await RouteAsync(engine);
        var elsewhere = await TemporalClient.ConnectAsync(new(await TargetAsync()) { Namespace = "not-there" });

        using var reconciler = Create(engine, elsewhere, new() { MinimumAge = TimeSpan.Zero });
        await reconciler.ReconcileAsync();

        Assert.Equal(RunState.Running, (await engine.RunAsync(runId)).State);
    }

    [Fact]
    public async Task ReconcileAsync_ServiceUnreachable_ChangesNothing()
    {
        await using var engine = await CreateAsync();
        var runId = await RouteAsync(engine);
        var nobody = TemporalClient.CreateLazy(new($"127.0.0.1:{RealComponents.LoopbackPort.Free()}"));

        using var reconciler = Create(engine, nobody, new() { MinimumAge = TimeSpan.Zero });
        await reconciler.ReconcileAsync();

        Assert.Equal(RunState.Running, (await engine.RunAsync(runId)).State);
    }

    [Fact]
    public async Task StartAsync_InARouter_LooksAgainAfterEachInterval()
    {
        await using var engine = await CreateAsync();
        Assert.Single(engine.Get<IEnumerable<IHostedService>>().OfType<RunReconciler>());
        using var reconciler = Create(engine, engine.Get<ITemporalClient>(), new() { MinimumAge = TimeSpan.Zero, Interval = TimeSpan.FromMilliseconds(50) });
        await reconciler.StartAsync(TestContext.Current.CancellationToken);

        for (var i = 0; i < 2; i++)
        {
            var runId = await RouteAsync(engine);
            await Handle(engine, runId).TerminateAsync("wrong cluster");
            await engine.WaitForAsync(runId, RunState.Failed);
        }

        await reconciler.StopAsync(TestContext.Current.CancellationToken);
    }

    private static string Parking => Engine.Yaml("alpha", Engine.Rule("first") + "\n" + Engine.Rule("second"), more: "limits: { max_tasks_per_run: 1 }");

    private static WorkflowHandle<RunActivityWorkflow, RunResult> Handle(Engine engine, string runId) =>
        engine.Get<ITemporalClient>().GetWorkflowHandle<RunActivityWorkflow, RunResult>(runId);

    private static async Task<string> RouteAsync(Engine engine) => Assert.Single((await engine.RouteAsync(Engine.Event("thing.happened"))).Started);

    /// <summary>The row alone, as a crash leaves it.</summary>
    private static async Task<string> PendingAsync(Engine engine, Occurrence occurrence, EventEnvelope? envelope = null)
    {
        var definition = Assert.Single(engine.Catalog.Definitions);
        await engine.Get<PinnedDefinitions>().RecordAsync(definition);
        var insert = await engine.Runs.AddAsync(new()
        {
            RunId = RunId.Create(definition.Id, occurrence),
            DefinitionId = definition.Id,
            DefinitionName = definition.Name,
            DefinitionHash = definition.Hash,
            Occurrence = occurrence,
            EventPublisher = envelope?.Publisher,
            EventId = envelope?.Id,
        });
        return insert.Run.RunId;
    }

    /// <summary>The row says parked while the task that parked it is still under way; a reset needs that task's end.</summary>
    private static async Task<WorkflowExecutionDescription> FirstTaskCompletedAsync(Engine engine, string runId)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var found = await Handle(engine, runId).DescribeAsync();
            if (found.HistoryLength > 4)
            {
                return found;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>Deletes the workflow and waits until the service has forgotten it, which takes it a moment.</summary>
    private static async Task DeleteAsync(Engine engine, string runId)
    {
        var service = engine.Get<ITemporalClient>().Connection.WorkflowService;
        await service.DeleteWorkflowExecutionAsync(new() { Namespace = "default", WorkflowExecution = new() { WorkflowId = runId } });
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            while (true)
            {
                await Handle(engine, runId).DescribeAsync();
                await Task.Delay(50, limit.Token);
            }
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            // As it should be.
        }
    }

    private static async Task ReconcileAsync(Engine engine, RunReconcilerOptions? options = null)
    {
        using var reconciler = Create(engine, engine.Get<ITemporalClient>(), options ?? new() { MinimumAge = TimeSpan.Zero });
        await reconciler.ReconcileAsync();
    }

    private static RunReconciler Create(Engine engine, ITemporalClient client, RunReconcilerOptions options) => new(
        client, engine.Router, engine.Get<RunStarter>(), engine.Steps, engine.Runs, engine.Events, options, TimeProvider.System, NullLogger<RunReconciler>.Instance);

    private async Task<Engine> CreateAsync(string? yaml = null, ActivityCoreRoles more = ActivityCoreRoles.None)
    {
        var client = await TemporalClient.ConnectAsync(new(await TargetAsync()) { Identity = "tests" });
        var settings = new ActivityCoreSettings { Temporal = new TemporalSettings { TaskQueue = $"reconciled-{Guid.NewGuid():N}" } };
        var engine = await Engine.CreateAsync(client, settings: settings, sink: _sink, roles: ActivityCoreRoles.Router | more);
        await engine.DefineAsync(("a.yaml", yaml ?? Engine.Yaml("alpha", Engine.Rule("r"))));
        return engine;
    }
}
