using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Managed.Tests.Client;

public abstract class AsyncActivityTests(ITemporalService service)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Complete_ByTokenOrId_GivesTheResult(bool byToken)
    {
        var run = await StartAsync(byToken);

        await run.Activity.HeartbeatAsync(new() { Details = ["half"] });
        await run.Activity.CompleteAsync("done");

        var completed = (await run.Worker.PollAsync()).History.Events.Single(e => e.EventType == EventType.ActivityTaskCompleted);
        Assert.Equal("done", await run.Client.Options.DataConverter.ToSingleValueAsync<string>(
            completed.ActivityTaskCompletedEventAttributes.Result.Payloads_));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fail_ByTokenOrId_GivesTheFailure(bool byToken)
    {
        var run = await StartAsync(byToken);

        await run.Activity.FailAsync(new ApplicationFailureException("broken", "Kind"), new() { LastHeartbeatDetails = ["half"] });

        var failed = (await run.Worker.PollAsync()).History.Events.Single(e => e.EventType == EventType.ActivityTaskFailed);
        var exception = await run.Client.Options.DataConverter.ToExceptionAsync(failed.ActivityTaskFailedEventAttributes.Failure);
        Assert.Equal(("broken", "Kind"), (exception.Message, Assert.IsType<ApplicationFailureException>(exception).ErrorType));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_ByTokenOrId_IsLearnedAndReported(bool byToken)
    {
        var run = await StartAsync(byToken);
        await run.Handle.CancelAsync();
        var task = await run.Worker.PollAsync();
        var scheduled = task.History.Events.Single(e => e.EventType == EventType.ActivityTaskScheduled).EventId;
        await run.Worker.CompleteAsync(task, new Temporalio.Api.Command.V1.Command
        {
            CommandType = CommandType.RequestCancelActivityTask,
            RequestCancelActivityTaskCommandAttributes = new() { ScheduledEventId = scheduled },
        });

        await Assert.ThrowsAsync<AsyncActivityCanceledException>(() => run.Activity.HeartbeatAsync());
        await run.Activity.ReportCancellationAsync(new() { Details = ["tidied"] });

        var canceled = (await run.Worker.PollAsync()).History.Events.Single(e => e.EventType == EventType.ActivityTaskCanceled);
        Assert.Equal("tidied", await run.Client.Options.DataConverter.ToSingleValueAsync<string>(
            canceled.ActivityTaskCanceledEventAttributes.Details.Payloads_));
    }

    private async Task<(TemporalClient Client, HandWorker Worker, WorkflowHandle Handle, AsyncActivityHandle Activity)> StartAsync(bool byToken)
    {
        var client = await service.ConnectAsync(options => options.DataConverter = DataConverter.Default with { PayloadCodec = new XorCodec() });
        var worker = new HandWorker(client, $"tq-{Guid.NewGuid()}");
        var handle = await client.StartWorkflowAsync("WithActivity", [], new($"wf-{Guid.NewGuid()}", worker.TaskQueue));
        await worker.PollAndCompleteAsync(worker.ScheduleActivity("a1"));
        var task = await worker.PollActivityAsync();
        var activity = byToken
            ? client.GetAsyncActivityHandle(task.TaskToken.ToByteArray())
            : client.GetAsyncActivityHandle(handle.Id, handle.ResultRunId!, "a1");
        return (client, worker, handle, activity);
    }
}
