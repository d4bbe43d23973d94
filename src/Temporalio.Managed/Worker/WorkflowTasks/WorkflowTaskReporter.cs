using Microsoft.Extensions.Logging;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Grpc;
using Temporalio.Worker.Activation;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>Answers workflow tasks that fail, and queries. Never throws: what does not get through times out.</summary>
internal sealed class WorkflowTaskReporter(WorkerServices services, ILogger logger)
{
    /// <summary>
    /// Later attempts are not answered: they time out, so that a workflow which cannot go on is tried every few seconds
    /// and not without pause.
    /// </summary>
    public async Task FailAsync(PollWorkflowTaskQueueResponse task, WorkflowTaskFailedCause cause, Exception reason)
    {
        services.Metrics.Workflows.TaskFailed(task, cause);
        Log.TaskFailed(logger, task.WorkflowExecution.WorkflowId, task.WorkflowExecution.RunId, cause, reason.Message);
        if (task.Query is not null)
        {
            await FailQueryAsync(task, reason).ConfigureAwait(false);
            return;
        }
        if (task.Attempt <= 1)
        {
            await SendFailureAsync(task, cause, reason).ConfigureAwait(false);
        }
    }

    /// <summary>What is told when the service refuses a message for its size.</summary>
    public static ApplicationFailureException TooLarge() => new("GRPC Message too large", "GrpcMessageTooLarge", nonRetryable: true);

    public Task AnswerAsync(PollWorkflowTaskQueueResponse task, QueryAnswer answer) => TryAsync(task, async () =>
    {
        try
        {
            await SendAnswerAsync(task, answer).ConfigureAwait(false);
        }
        catch (RpcException e) when (GrpcMessageTooLarge.Is(e) && answer.Failure is null)
        {
            await SendAnswerAsync(task, new(answer.Id, null, await ToFailureAsync(TooLarge()).ConfigureAwait(false))).ConfigureAwait(false);
        }
    });

    private Task SendFailureAsync(PollWorkflowTaskQueueResponse task, WorkflowTaskFailedCause cause, Exception reason) => TryAsync(
        task,
        async () => await services.Service.RespondWorkflowTaskFailedAsync(
            new()
            {
                Namespace = services.Namespace,
                TaskToken = task.TaskToken,
                Identity = services.Identity,
                Cause = cause,
                Failure = await ToFailureAsync(reason).ConfigureAwait(false),
            },
            new RpcOptions { Retry = true }).ConfigureAwait(false));

    private Task SendAnswerAsync(PollWorkflowTaskQueueResponse task, QueryAnswer answer) =>
        services.Service.RespondQueryTaskCompletedAsync(
            new()
            {
                Namespace = services.Namespace,
                TaskToken = task.TaskToken,
                CompletedType = answer.Failure is null ? QueryResultType.Answered : QueryResultType.Failed,
                QueryResult = answer.Result is { } result ? new() { Payloads_ = { result } } : null,
                ErrorMessage = answer.Failure?.Message ?? "",
                Failure = answer.Failure,
            },
            new() { Retry = true });

    private async Task FailQueryAsync(PollWorkflowTaskQueueResponse task, Exception reason) =>
        await AnswerAsync(task, new("", null, await ToFailureAsync(reason).ConfigureAwait(false))).ConfigureAwait(false);

    private async Task<Failure> ToFailureAsync(Exception e)
    {
        try
        {
            return await services.DataConverter.ToFailureAsync(e).ConfigureAwait(false);
        }
        catch (Exception inner)
        {
            return new() { Message = $"Failed converting activation exception: {inner.Message}" };
        }
    }

    private async Task TryAsync(PollWorkflowTaskQueueResponse task, Func<Task> send)
    {
        try
        {
            await send().ConfigureAwait(false);
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            Log.TaskNotWanted(logger, task.WorkflowExecution.WorkflowId, task.WorkflowExecution.RunId);
        }
        catch (Exception e)
        {
            Log.AnswerFailed(logger, e, task.WorkflowExecution.WorkflowId, task.WorkflowExecution.RunId);
        }
    }
}
