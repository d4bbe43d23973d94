using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Client.Schedules;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Managed.Tests.Client;

/// <summary>Schedules through the client, on any service.</summary>
public abstract class ScheduleTests(ITemporalService service)
{
    [Fact]
    public async Task Create_WithEverything_IsDescribedAsItWasMade()
    {
        var client = await ConnectAsync();
        var spec = new ScheduleSpec
        {
            Calendars = [new() { Hour = [new(6)], DayOfWeek = [new(1, 5)], Comment = "weekdays" }],
            Intervals = [new(TimeSpan.FromHours(3), TimeSpan.FromMinutes(5))],
            Skip = [new() { Month = [new(12)], Hour = [new(0, 23)] }],
            EndAt = new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            Jitter = TimeSpan.FromSeconds(3),
            TimeZoneName = "Europe/Berlin",
        };
        var options = new WorkflowOptions("scheduled", "nobody")
        {
            RunTimeout = TimeSpan.FromMinutes(4),
            RetryPolicy = new() { MaximumAttempts = 2 },
            Memo = new Dictionary<string, object>(StringComparer.Ordinal) { ["of"] = "workflow" },
            StaticSummary = "summary",
        };
        var schedule = new Schedule(ScheduleActionStartWorkflow.Create((Greeting wf) => wf.RunAsync("Ada", 7), options), spec)
        {
            Policy = new() { Overlap = ScheduleOverlapPolicy.BufferOne, CatchupWindow = TimeSpan.FromHours(1), PauseOnFailure = true },
            State = new() { Note = "made by a test", Paused = true, LimitedActions = true, RemainingActions = 9 },
        };

        var handle = await client.CreateScheduleAsync(Id(), schedule, new() { Memo = new Dictionary<string, object>(StringComparer.Ordinal) { ["of"] = "schedule" } });
        var description = await handle.DescribeAsync();

        Assert.Equal(handle.Id, description.Id);
        Assert.Equal("schedule", await description.Memo["of"].ToValueAsync<string>());
        Assert.Equal(schedule.Policy, description.Schedule.Policy);
        Assert.Equal(schedule.State, description.Schedule.State);
        var read = description.Schedule.Spec;
        Assert.Equal(("weekdays", 6, 5), (read.Calendars.Single().Comment, read.Calendars.Single().Hour.Single().Start, read.Calendars.Single().DayOfWeek.Single().End));
        Assert.Equal(spec.Intervals.Single(), read.Intervals.Single());
        Assert.Equal(12, read.Skip.Single().Month.Single().Start);
        Assert.Equal((spec.EndAt, spec.Jitter, spec.TimeZoneName), (read.EndAt, read.Jitter, read.TimeZoneName));
        var action = Assert.IsType<ScheduleActionStartWorkflow>(description.Schedule.Action);
        Assert.Equal(("Greeting", "scheduled", "nobody", "summary"), (action.Workflow, action.Options.Id, action.Options.TaskQueue, action.Options.StaticSummary));
        Assert.Equal((TimeSpan.FromMinutes(4), 2), (action.Options.RunTimeout, action.Options.RetryPolicy!.MaximumAttempts));
        Assert.Equal(7, await Assert.IsType<IEncodedRawValue>(action.Args.Last(), exactMatch: false).ToValueAsync<int>());
        Assert.Equal("workflow", await Assert.IsType<IEncodedRawValue>(action.Options.Memo!["of"], exactMatch: false).ToValueAsync<string>());
        Assert.NotEmpty(description.Info.NextActionTimes);
        await handle.DeleteAsync();
        Assert.Equal(RpcException.StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => handle.DescribeAsync())).Code);
    }

    [Fact]
    public async Task Create_IdInUse_SaysSo()
    {
        var client = await ConnectAsync();
        var handle = await client.CreateScheduleAsync(Id(), Paused("nobody"));

        await Assert.ThrowsAsync<ScheduleAlreadyRunningException>(() => client.CreateScheduleAsync(handle.Id, Paused("nobody")));

        await handle.DeleteAsync();
    }

    [Fact]
    public async Task Trigger_AndBackfill_StartWorkflows()
    {
        var client = await ConnectAsync();
        var worker = new HandWorker(client, $"tq-{Guid.NewGuid()}");
        var handle = await client.CreateScheduleAsync(Id(), Paused(worker.TaskQueue), new() { TriggerImmediately = true });
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync(null));

        await handle.TriggerAsync(new() { Overlap = ScheduleOverlapPolicy.AllowAll });
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync(null));
        var start = new DateTime(2026, 1, 1, 0, 30, 0, DateTimeKind.Utc);
        await handle.BackfillAsync([new(start, start.AddHours(2), ScheduleOverlapPolicy.AllowAll)]);
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync(null));
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync(null));

        await ClientTests.EventuallyAsync(async () => (await handle.DescribeAsync()).Info.NumActions == 4);
        var recent = (await handle.DescribeAsync()).Info.RecentActions;
        Assert.All(recent, result => Assert.StartsWith("by-schedule", ((ScheduleActionExecutionStartWorkflow)result.Action).WorkflowId, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => { _ = handle.BackfillAsync([]); });
        await handle.DeleteAsync();
    }

    [Fact]
    public async Task Update_OfOnePart_LeavesTheRest()
    {
        var client = await ConnectAsync();
        var handle = await client.CreateScheduleAsync(Id(), Paused("nobody"));

        await handle.UpdateAsync(_ => (ScheduleUpdate?)null);
        await handle.UpdateAsync(input =>
        {
            var action = (ScheduleActionStartWorkflow)input.Description.Schedule.Action;
            return new ScheduleUpdate(input.Description.Schedule with { Action = action with { Args = [action.Args.First(), "changed"] } });
        });

        var args = ((ScheduleActionStartWorkflow)(await handle.DescribeAsync()).Schedule.Action).Args.Cast<IEncodedRawValue>().ToList();
        Assert.Equal(("kept", "changed"), (await args[0].ToValueAsync<string>(), await args[1].ToValueAsync<string>()));
        await handle.DeleteAsync();
    }

    [Fact]
    public async Task Pause_AndUnpause_ShowInTheList()
    {
        var client = await ConnectAsync();
        var handle = await client.CreateScheduleAsync(Id(), Paused("nobody"));

        await handle.UnpauseAsync("go");
        Assert.Equal(new ScheduleState { Note = "go" }, (await handle.DescribeAsync()).Schedule.State);
        await handle.PauseAsync();
        Assert.Equal(new ScheduleState { Note = "Paused via .NET SDK", Paused = true }, (await handle.DescribeAsync()).Schedule.State);

        ScheduleListDescription? listed = null;
        await ClientTests.EventuallyAsync(async () =>
        {
            listed = await client.ListSchedulesAsync().FirstOrDefaultAsync(entry => string.Equals(entry.Id, handle.Id, StringComparison.Ordinal));
            return listed?.Schedule is { State.Paused: true };
        });
        Assert.Equal("Scheduled", Assert.IsType<ScheduleListActionStartWorkflow>(listed!.Schedule!.Action).Workflow);
        Assert.Equal(TimeSpan.FromHours(1), listed.Schedule.Spec.Intervals.Single().Every);
        await handle.DeleteAsync();
    }

    [Fact]
    public async Task Action_WithOptionsThatHaveNoPlace_IsRefused()
    {
        var client = await ConnectAsync();
        var options = new WorkflowOptions("id", "queue") { CronSchedule = "* * * * *" };

        var failure = await Assert.ThrowsAsync<ArgumentException>(
            () => client.CreateScheduleAsync(Id(), new(ScheduleActionStartWorkflow.Create("W", [], options), new())));

        Assert.StartsWith("Cron schedule cannot be set on scheduled workflow", failure.Message, StringComparison.Ordinal);
    }

    private static string Id() => $"schedule-{Guid.NewGuid()}";

    private static Schedule Paused(string taskQueue) =>
        new(ScheduleActionStartWorkflow.Create("Scheduled", ["kept", "old"], new("by-schedule", taskQueue)), new() { Intervals = [new(TimeSpan.FromHours(1))] })
        {
            State = new() { Paused = true },
        };

    private Task<TemporalClient> ConnectAsync() => service.ConnectAsync(
        options => options.DataConverter = DataConverter.Default with { PayloadCodec = new XorCodec() });
}
