using Google.Protobuf;
using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Schedules;
using Temporalio.DevServer.Storage;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ScheduleCalls;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Schedules;

/// <summary>What the clock makes of a schedule. Tests begin at 2026-03-01 12:00:00 UTC.</summary>
public sealed class TickTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Tick_AtTheTime_StartsTheWorkflowUnderItsNominalTime()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.CreateAsync(Every(60));

        await service.AdvanceAsync(59);
        Assert.Empty(await service.WorkflowsAsync());
        await service.AdvanceAsync(1);

        Assert.Equal("w-2026-03-01T12:01:00Z:Running", await service.WorkflowsAsync());
        var info = (await service.DescribeScheduleAsync()).Info;
        Assert.Equal(1, info.ActionCount);
        var action = Assert.Single(info.RecentActions);
        Assert.Equal(new DateTime(2026, 3, 1, 12, 1, 0, DateTimeKind.Utc), action.ScheduleTime.ToDateTime());
        Assert.Equal(WorkflowExecutionStatus.Running, action.StartWorkflowStatus);
        Assert.Equal(action.StartWorkflowResult, Assert.Single(info.RunningWorkflows));
        Assert.Equal(10, info.FutureActionTimes.Count);
        Assert.Equal(new DateTime(2026, 3, 1, 12, 2, 0, DateTimeKind.Utc), info.FutureActionTimes[0].ToDateTime());
    }

    [Fact]
    public async Task Tick_StartedWorkflow_NamesItsScheduleAndTime()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.CreateAsync(Every(60));
        await service.AdvanceAsync(60);

        var started = (await service.HistoryAsync("w-2026-03-01T12:01:00Z"))[0].WorkflowExecutionStartedEventAttributes;

        Assert.Equal("temporal-scheduler-default-schedule", started.Identity);
        Assert.Equal("\"2026-03-01T12:01:00Z\"", started.SearchAttributes.IndexedFields["TemporalScheduledStartTime"].Data.ToStringUtf8());
        Assert.Equal("Datetime", started.SearchAttributes.IndexedFields["TemporalScheduledStartTime"].Metadata["type"].ToStringUtf8());
        Assert.Equal("\"schedule\"", started.SearchAttributes.IndexedFields["TemporalScheduledById"].Data.ToStringUtf8());
        Assert.Equal("w-2026-03-01T12:01:00Z:Running", await service.WorkflowsAsync("TemporalScheduledById = 'schedule'"));
    }

    [Fact]
    public async Task Restart_AfterMissedTimes_MakesThemUpWithinTheCatchupWindow()
    {
        await using var service = await StartAsync(manualClock: true, _folder.File("db"));
        var schedule = Every(60, ScheduleOverlapPolicy.AllowAll);
        schedule.Policies.CatchupWindow = new() { Seconds = 150 };
        await service.CreateAsync(schedule);

        await service.KillAndRestartAsync(() => service.Clock!.Advance(TimeSpan.FromSeconds(310)));
        await service.Server.Service.Engine.DrainAsync();

        Assert.Equal(
            "w-2026-03-01T12:03:00Z:Running w-2026-03-01T12:04:00Z:Running w-2026-03-01T12:05:00Z:Running", await service.WorkflowsAsync());
        Assert.Equal(2, (await service.DescribeScheduleAsync()).Info.MissedCatchupWindow);
        await service.AdvanceAsync(50);
        Assert.Equal(4, (await service.DescribeScheduleAsync()).Info.ActionCount);
    }

    [Fact]
    public async Task Restart_WithRunningWorkflow_StillDoesNotOverlap()
    {
        await using var service = await StartAsync(manualClock: true, _folder.File("db"));
        await service.CreateAsync(Every(60));
        await service.AdvanceAsync(60);

        await service.KillAndRestartAsync();
        await service.AdvanceAsync(60);
        Assert.Equal(1, (await service.DescribeScheduleAsync()).Info.OverlapSkipped);
        await service.FinishOneAsync();
        await service.AdvanceAsync(60);

        Assert.Equal("w-2026-03-01T12:01:00Z:Completed w-2026-03-01T12:03:00Z:Running", await service.WorkflowsAsync());
    }

    [Fact]
    public async Task Restart_AfterAStartThatWasNotNoted_NotesItAndStartsNoSecond()
    {
        var path = _folder.File("db");
        await using var service = await StartAsync(manualClock: true, path);
        await service.CreateAsync(Every(60));
        await service.AdvanceAsync(60);
        var started = (await service.DescribeScheduleAsync()).Info.RunningWorkflows.Single();

        // As if the process had ended between the start and its note.
        await service.KillAndRestartAsync(() => Rewrite(path, record =>
        {
            record.ActionCount = 0;
            record.RecentActions.Clear();
            record.Running.Clear();
            record.Starting.Add(new BufferedStart
            {
                NominalTime = Noon.AddMinutes(1).Ticks,
                ActualTime = Noon.AddMinutes(1).Ticks,
                WorkflowId = started.WorkflowId,
                RunId = started.RunId,
                Tracked = true,
            });
        }));
        await service.Server.Service.Engine.DrainAsync();

        var info = (await service.DescribeScheduleAsync()).Info;
        Assert.Equal((1, started), (info.ActionCount, Assert.Single(info.RunningWorkflows)));
        Assert.Equal("w-2026-03-01T12:01:00Z:Running", await service.WorkflowsAsync());
    }

    [Fact]
    public async Task Restart_BeforeAStartThatWasDecided_StartsIt()
    {
        var path = _folder.File("db");
        await using var service = await StartAsync(manualClock: true, path);
        await service.CreateAsync(Every(3600));
        var runId = Guid.NewGuid().ToString();

        await service.KillAndRestartAsync(() => Rewrite(path, record => record.Starting.Add(new BufferedStart
        {
            NominalTime = Noon.Ticks,
            ActualTime = Noon.Ticks,
            WorkflowId = "w-decided",
            RunId = runId,
            Tracked = true,
        })));
        await service.Server.Service.Engine.DrainAsync();

        Assert.Equal(runId, (await service.DescribeAsync("w-decided")).WorkflowExecutionInfo.Execution.RunId);
        Assert.Equal(1, (await service.DescribeScheduleAsync()).Info.ActionCount);
    }

    [Fact]
    public async Task Close_OfAWorkflow_StartsWhatWaitedForIt()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.CreateAsync(Every(60, ScheduleOverlapPolicy.BufferAll));
        await service.AdvanceAsync(60);
        await service.AdvanceAsync(60);
        await service.AdvanceAsync(60);
        Assert.Equal(2, (await service.DescribeScheduleAsync()).Info.BufferSize);

        var ids = new List<string> { await service.FinishOneAsync(), await service.FinishOneAsync(), await service.FinishOneAsync() };

        Assert.Equal(["w-2026-03-01T12:01:00Z", "w-2026-03-01T12:02:00Z", "w-2026-03-01T12:03:00Z"], ids);
        var info = (await service.DescribeScheduleAsync()).Info;
        Assert.Equal((0, 3), (info.BufferSize, info.ActionCount));
        Assert.Empty(info.RunningWorkflows);
        Assert.All(info.RecentActions, a => Assert.Equal(WorkflowExecutionStatus.Completed, a.StartWorkflowStatus));
    }

    [Fact]
    public async Task Restart_WithBufferedStart_StartsItAfterTheRunningOne()
    {
        await using var service = await StartAsync(manualClock: true, _folder.File("db"));
        await service.CreateAsync(Every(60, ScheduleOverlapPolicy.BufferOne));
        await service.AdvanceAsync(120);

        await service.KillAndRestartAsync();
        await service.FinishOneAsync();

        Assert.Equal("w-2026-03-01T12:02:00Z", await service.FinishOneAsync());
    }

    [Fact]
    public async Task Close_ThatContinues_CountsAsRunningUntilTheLastRun()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.CreateAsync(Every(60));
        await service.AdvanceAsync(60);
        await service.StepAsync(new Temporalio.Api.Command.V1.Command
        {
            CommandType = CommandType.ContinueAsNewWorkflowExecution,
            ContinueAsNewWorkflowExecutionCommandAttributes = new() { WorkflowType = new() { Name = "wf" }, TaskQueue = new() { Name = Queue } },
        });

        await service.AdvanceAsync(60);
        Assert.Equal(1, (await service.DescribeScheduleAsync()).Info.OverlapSkipped);
        await service.FinishOneAsync();
        await service.AdvanceAsync(60);

        Assert.Equal(2, (await service.DescribeScheduleAsync()).Info.ActionCount);
    }

    [Fact]
    public async Task Tick_WithKeptWorkflowId_UsesItAgainWhenItIsFree()
    {
        await using var service = await StartAsync(manualClock: true);
        var schedule = Every(60);
        schedule.Policies.KeepOriginalWorkflowId = true;
        await service.CreateAsync(schedule);

        await service.AdvanceAsync(60);
        Assert.Equal("w", await service.FinishOneAsync());
        await service.AdvanceAsync(60);
        Assert.Equal("w", await service.FinishOneAsync());

        Assert.Equal("w:Completed w:Completed", await service.WorkflowsAsync());
    }

    [Fact]
    public async Task Tick_ThatMayNotStart_IsLeftOutAndTheNextComes()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w-2026-03-01T12:01:00Z");
        await service.CreateAsync(Every(60));

        await service.AdvanceAsync(60);
        Assert.Equal(0, (await service.DescribeScheduleAsync()).Info.ActionCount);
        await service.AdvanceAsync(60);

        Assert.Equal(1, (await service.DescribeScheduleAsync()).Info.ActionCount);
    }

    [Fact]
    public async Task Tick_WithNothingLeftToDo_ForgetsTheScheduleAfterAWeek()
    {
        await using var service = await StartAsync(manualClock: true);
        var schedule = Every(60);
        schedule.State.LimitedActions = true;
        schedule.State.RemainingActions = 1;
        await service.CreateAsync(schedule);
        await service.AdvanceAsync(60);

        await service.AdvanceAsync(6 * 86_400);
        Assert.Empty((await service.DescribeScheduleAsync()).Info.FutureActionTimes);
        await service.AdvanceAsync(86_400);

        Assert.Equal(5, (await Assert.ThrowsAsync<RawRpcException>(() => service.DescribeScheduleAsync())).Code);
    }

    public void Dispose() => _folder.Dispose();

    private static void Rewrite(string path, Action<ScheduleRecord> change)
    {
        using var connection = new SqlConnection(path);
        ScheduleRecord record;
        using (var read = connection.Prepare("SELECT state FROM schedules"))
        {
            Assert.True(read.Step());
            record = ScheduleRecord.Parser.ParseFrom(read.Blob(0));
        }

        change(record);
        using var write = connection.Prepare("UPDATE schedules SET state = ?1");
        write.Bind(1, record.ToByteArray()).Execute();
    }
}
