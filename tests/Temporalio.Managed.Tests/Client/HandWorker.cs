using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Converters;

namespace Temporalio.Managed.Tests.Client;

/// <summary>Polls and answers tasks by hand through raw calls, so that the client is tested without our worker.</summary>
internal sealed class HandWorker(ITemporalClient client, string taskQueue)
{
    private static readonly RpcOptions Patient = new() { Retry = true, Timeout = TimeSpan.FromSeconds(60) };

    public string TaskQueue => taskQueue;

    public async Task<PollWorkflowTaskQueueResponse> PollAsync()
    {
        var task = await client.Connection.WorkflowService.PollWorkflowTaskQueueAsync(
            new() { Namespace = "default", TaskQueue = new() { Name = taskQueue }, Identity = "by hand" }, Patient);
        Assert.False(task.TaskToken.IsEmpty, "No workflow task came in time.");
        return task;
    }

    public Task CompleteAsync(PollWorkflowTaskQueueResponse task, params Command[] commands) =>
        client.Connection.WorkflowService.RespondWorkflowTaskCompletedAsync(
            new() { Namespace = "default", TaskToken = task.TaskToken, Commands = { commands } });

    public async Task PollAndCompleteAsync(params Command[] commands) => await CompleteAsync(await PollAsync(), commands);

    public async Task AnswerQueryAsync(PollWorkflowTaskQueueResponse task, object? answer, string? error = null)
    {
        Assert.NotNull(task.Query);
        await client.Connection.WorkflowService.RespondQueryTaskCompletedAsync(new()
        {
            Namespace = "default",
            TaskToken = task.TaskToken,
            CompletedType = error is null ? QueryResultType.Answered : QueryResultType.Failed,
            QueryResult = error is null ? await ToPayloadsAsync(answer) : null,
            ErrorMessage = error ?? "",
        });
    }

    public async Task<PollActivityTaskQueueResponse> PollActivityAsync()
    {
        var task = await client.Connection.WorkflowService.PollActivityTaskQueueAsync(
            new() { Namespace = "default", TaskQueue = new() { Name = taskQueue }, Identity = "by hand" }, Patient);
        Assert.False(task.TaskToken.IsEmpty, "No activity task came in time.");
        return task;
    }

    public async Task<Command> CompleteWorkflowAsync(object? result) => new()
    {
        CommandType = CommandType.CompleteWorkflowExecution,
        CompleteWorkflowExecutionCommandAttributes = new() { Result = await ToPayloadsAsync(result) },
    };

    public async Task<Command> FailWorkflowAsync(Exception exception) => new()
    {
        CommandType = CommandType.FailWorkflowExecution,
        FailWorkflowExecutionCommandAttributes = new() { Failure = await client.Options.DataConverter.ToFailureAsync(exception) },
    };

    public async Task<Command> CancelWorkflowAsync(object? detail) => new()
    {
        CommandType = CommandType.CancelWorkflowExecution,
        CancelWorkflowExecutionCommandAttributes = new() { Details = await ToPayloadsAsync(detail) },
    };

    public Command ContinueAsNew() => new()
    {
        CommandType = CommandType.ContinueAsNewWorkflowExecution,
        ContinueAsNewWorkflowExecutionCommandAttributes = new() { WorkflowType = new() { Name = "next" }, TaskQueue = new() { Name = taskQueue } },
    };

    public Command ScheduleActivity(string id) => new()
    {
        CommandType = CommandType.ScheduleActivityTask,
        ScheduleActivityTaskCommandAttributes = new()
        {
            ActivityId = id,
            ActivityType = new() { Name = "activity" },
            TaskQueue = new() { Name = taskQueue },
            StartToCloseTimeout = Duration.FromTimeSpan(TimeSpan.FromMinutes(1)),
            HeartbeatTimeout = Duration.FromTimeSpan(TimeSpan.FromMinutes(1)),
            RetryPolicy = new() { MaximumAttempts = 1 },
        },
    };

    private async Task<Payloads> ToPayloadsAsync(object? value) => new() { Payloads_ = { await client.Options.DataConverter.ToPayloadAsync(value) } };
}
