using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Grpc;
using Temporalio.Worker.Activation;
using Temporalio.Worker.ActivityTasks;
using Temporalio.Worker.LocalActivities;
using Temporalio.Worker.Machines;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>Works on one task of a run: history, code, local activities, answer.</summary>
internal sealed class WorkflowTaskProcessor(
    WorkerServices services,
    RunDriver driver,
    HistoryFetcher fetcher,
    WorkflowTaskReporter reporter,
    ActivationWatchdog watchdog,
    LocalActivityRunner localActivities,
    ActivityTaskWorker? activities,
    Action<WorkflowRun, PolledWorkflowTask> onDeadlock,
    ILogger logger,
    CancellationToken drain)
{
    private static readonly TimeSpan DefaultTaskTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Works on a task. The service may give the next one of the run with its answer. Never throws.</summary>
    public async Task<PollWorkflowTaskQueueResponse?> ProcessAsync(WorkflowRun run, PolledWorkflowTask task)
    {
        try
        {
            return await ProcessCoreAsync(run, task).ConfigureAwait(false);
        }
        catch (WorkflowTaskException e)
        {
            run.MarkEvicted();
            if (task.TryAnswer())
            {
                await FailAsync(run, task.Response, e).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // A history that makes no sense, a codec that fails: the task cannot be done here, and the service is told why.
            run.MarkEvicted();
            if (task.TryAnswer())
            {
                await reporter.FailAsync(task.Response, WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure, e).ConfigureAwait(false);
            }
            else
            {
                Log.AnswerFailed(logger, e, task.Response.WorkflowExecution.WorkflowId, task.RunId);
            }
        }
        return null;
    }

    private async Task<PollWorkflowTaskQueueResponse?> ProcessCoreAsync(WorkflowRun run, PolledWorkflowTask task)
    {
        var response = task.Response;
        if (!await TryAddHistoryAsync(run, response).ConfigureAwait(false))
        {
            return null;
        }
        Action<bool> watch = begin =>
        {
            if (begin)
            {
                watchdog.Begin(task, () => onDeadlock(run, task));
            }
            else
            {
                watchdog.End(task);
            }
        };
        var live = response.Query is null;
        var returns = run.Instance is null && response.PreviousStartedEventId > 0;
        var advancing = services.Time.GetTimestamp();
        var heartbeat = await AdvanceAsync(run, task, live, watch).ConfigureAwait(false);
        if (returns)
        {
            services.Metrics.Workflows.Replayed(response, services.Time.GetElapsedTime(advancing));
        }
        var queries = live
            ? response.Queries
            : (IEnumerable<KeyValuePair<string, Api.Query.V1.WorkflowQuery>>)[new("", response.Query!)];
        IReadOnlyList<QueryAnswer> answers = live && response.Queries.Count == 0 || run.IsEvicted
            ? []
            : await driver.QueryAsync(run, queries, watch).ConfigureAwait(false);
        if (run.IsEvicted || !task.TryAnswer())
        {
            return null;
        }
        if (!live)
        {
            await reporter.AnswerAsync(response, answers[0]).ConfigureAwait(false);
            return null;
        }
        return await CompleteAsync(run, task, answers, heartbeat).ConfigureAwait(false);
    }

    private async Task<bool> TryAddHistoryAsync(WorkflowRun run, PollWorkflowTaskQueueResponse task)
    {
        try
        {
            if (run.Machines.LastEventId > 0)
            {
                services.Metrics.Workflows.CacheHit();
            }
            else if (task.PreviousStartedEventId > 0 && task.History?.Events is not [{ EventId: 1 }, ..])
            {
                services.Metrics.Workflows.CacheMiss();
            }
            var events = await fetcher.FetchAsync(task, run.Machines.LastEventId).ConfigureAwait(false);
            run.Machines.AddHistory(events, task.PreviousStartedEventId);
            return true;
        }
        catch (Exception e) when (e is RpcException or BrokenHistoryException)
        {
            Log.HistoryFailed(logger, e, task.WorkflowExecution.WorkflowId, task.WorkflowExecution.RunId);
            run.MarkEvicted();
            return false;
        }
    }

    /// <summary>Runs the code and the local activities that it waits for. True when the task has to be kept alive meanwhile.</summary>
    private async Task<bool> AdvanceAsync(WorkflowRun run, PolledWorkflowTask task, bool live, Action<bool> watch)
    {
        var machines = run.Machines;
        while (true)
        {
            await driver.AdvanceAsync(run, live, watch).ConfigureAwait(false);
            if (run.IsEvicted || !live)
            {
                return false;
            }
            foreach (var request in machines.LocalActivities.TakeToStart())
            {
                localActivities.Start(run, run.Instance!.Info, request);
            }
            foreach (var seq in machines.LocalActivities.TakeToCancel())
            {
                localActivities.Cancel(run, seq);
            }
            if (machines.LocalActivities.Outstanding == 0)
            {
                return false;
            }
            if (await WaitForLocalResultAsync(run, task).ConfigureAwait(false) is not { } result)
            {
                return true;
            }
            machines.LocalActivities.Complete(result);
        }
    }

    /// <summary>Null when the task would time out before.</summary>
    private async Task<LocalActivityMarker?> WaitForLocalResultAsync(WorkflowRun run, PolledWorkflowTask task)
    {
        if (run.LocalResults.TryRead(out var result))
        {
            return result;
        }
        var timeout = run.Machines.Started?.WorkflowTaskTimeout?.ToTimeSpan() is { } given && given > TimeSpan.Zero ? given : DefaultTaskTimeout;
        var left = (timeout * 0.8) - services.Time.GetElapsedTime(task.ReceivedAt);
        if (left <= TimeSpan.Zero || drain.IsCancellationRequested)
        {
            return null;
        }
        using var limit = new CancellationTokenSource(left, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, drain);
        try
        {
            return await run.LocalResults.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<PollWorkflowTaskQueueResponse?> CompleteAsync(
        WorkflowRun run, PolledWorkflowTask task, IReadOnlyList<QueryAnswer> answers, bool heartbeat)
    {
        var draining = drain.IsCancellationRequested;
        var request = CreateCompletion(run, task.Response, answers, heartbeat, draining);
        using var eager = new EagerActivityReservation(draining ? null : activities, services.TaskQueue, request.Commands);
        if (request.Commands.Any(IsTerminal))
        {
            run.MarkEvicted();
        }
        try
        {
            var response = await services.Service.RespondWorkflowTaskCompletedAsync(request, new() { Retry = true }).ConfigureAwait(false);
            Answered(run, task, request.Commands.FirstOrDefault(IsTerminal));
            eager.Start(response.ActivityTasks);
            return response.WorkflowTask is { TaskToken.IsEmpty: false, WorkflowType: not null } next &&
                string.Equals(next.WorkflowExecution?.RunId, run.RunId, StringComparison.Ordinal) ? next : null;
        }
        catch (RpcException e) when (GrpcMessageTooLarge.Is(e) && answers.Any(a => a.Failure is null))
        {
            // It may be the answers: those who asked are told, and the workflow goes on.
            var tooLarge = await services.DataConverter.ToFailureAsync(WorkflowTaskReporter.TooLarge()).ConfigureAwait(false);
            return await CompleteAsync(run, task, [.. answers.Select(a => new QueryAnswer(a.Id, null, tooLarge))], heartbeat).ConfigureAwait(false);
        }
        catch (RpcException e) when (GrpcMessageTooLarge.Is(e))
        {
            run.MarkEvicted();
            await reporter.FailAsync(task.Response, WorkflowTaskFailedCause.GrpcMessageTooLarge, WorkflowTaskReporter.TooLarge()).ConfigureAwait(false);
            return null;
        }
        catch (RpcException e)
        {
            // Whatever it was: the service decides what comes next, and the run is taken from the beginning.
            run.MarkEvicted();
            Log.AnswerFailed(logger, e, task.Response.WorkflowExecution.WorkflowId, task.RunId);
            return null;
        }
    }

    private void Answered(WorkflowRun run, PolledWorkflowTask task, Command? end)
    {
        var metrics = services.Metrics.Workflows;
        metrics.Answered(task.Response, services.Time.GetElapsedTime(task.ReceivedAt));
        if (end is not null)
        {
            metrics.Ended(task.Response, end.CommandType, services.Time.GetUtcNow().UtcDateTime - run.Machines.StartedAt);
        }
    }

    private RespondWorkflowTaskCompletedRequest CreateCompletion(
        WorkflowRun run, PollWorkflowTaskQueueResponse task, IReadOnlyList<QueryAnswer> answers, bool heartbeat, bool draining)
    {
        var request = new RespondWorkflowTaskCompletedRequest
        {
            Namespace = services.Namespace,
            TaskToken = task.TaskToken,
            Identity = services.Identity,
            SdkMetadata = run.Machines.Flags.Pending(SdkIdentity.Name, SdkIdentity.Version),
            ReturnNewWorkflowTask = !draining,
            ForceCreateNewWorkflowTask = heartbeat,
            WorkerInstanceKey = services.InstanceKey,
        };
        request.Commands.AddRange(run.Machines.CommandsToSend());
        if (services.StickyQueue is { } sticky && !draining)
        {
            request.StickyAttributes = new()
            {
                WorkerTaskQueue = new() { Name = sticky, Kind = TaskQueueKind.Sticky, NormalName = services.TaskQueue },
                ScheduleToStartTimeout = Duration.FromTimeSpan(services.Options.StickyQueueScheduleToStartTimeout),
            };
        }
        foreach (var answer in answers)
        {
            request.QueryResults[answer.Id] = new()
            {
                ResultType = answer.Failure is null ? QueryResultType.Answered : QueryResultType.Failed,
                Answer = answer.Result is { } result ? new() { Payloads_ = { result } } : null,
                ErrorMessage = answer.Failure?.Message ?? "",
                Failure = answer.Failure,
            };
        }
        return request;
    }

    private static bool IsTerminal(Command command) => command.CommandType is
        CommandType.CompleteWorkflowExecution or CommandType.FailWorkflowExecution or
        CommandType.CancelWorkflowExecution or CommandType.ContinueAsNewWorkflowExecution;

    /// <summary>Fails the task, or the workflow if that is wanted for code that has changed.</summary>
    private async Task FailAsync(WorkflowRun run, PollWorkflowTaskQueueResponse task, WorkflowTaskException e)
    {
        if (e.Reason is WorkflowNondeterminismException && task.Query is null && run.Instance?.FailsWorkflow(e.Reason) == true)
        {
            await FailWorkflowAsync(task, e.Reason).ConfigureAwait(false);
            return;
        }
        await reporter.FailAsync(task, e.Cause, e.Reason).ConfigureAwait(false);
    }

    private async Task FailWorkflowAsync(PollWorkflowTaskQueueResponse task, Exception reason)
    {
        try
        {
            await services.Service.RespondWorkflowTaskCompletedAsync(
                new()
                {
                    Namespace = services.Namespace,
                    TaskToken = task.TaskToken,
                    Identity = services.Identity,
                    Commands =
                    {
                        new Command
                        {
                            CommandType = CommandType.FailWorkflowExecution,
                            FailWorkflowExecutionCommandAttributes = new()
                            {
                                Failure = await services.DataConverter.ToFailureAsync(reason).ConfigureAwait(false),
                            },
                        },
                    },
                },
                new() { Retry = true }).ConfigureAwait(false);
        }
        catch (RpcException error)
        {
            Log.AnswerFailed(logger, error, task.WorkflowExecution.WorkflowId, task.WorkflowExecution.RunId);
        }
    }
}
