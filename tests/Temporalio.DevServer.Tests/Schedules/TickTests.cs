using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ScheduleCalls;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Schedules;

/// <summary>What the clock makes of a schedule. Tests begin at 2026-03-01 12:00:00 UTC.</summary>
public sealed class TickTests : IDisposable
{
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

    public void Dispose() => _folder.Dispose();
}
