using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Api;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Schedules;

/// <summary>What schedules do to workflows and see of them. Each call may be repeated.</summary>
internal sealed class ScheduledWorkflows(RunEngine engine)
{
    /// <summary>How a workflow that a schedule started stands; no status and no end when it is gone.</summary>
    public sealed record Standing(WorkflowExecutionStatus Status, HistoryEvent? End);

    /// <summary>Starts what a schedule wants started; the run's start time, or null when its workflow id may not be used.</summary>
    /// <exception cref="RpcStatusException">The action itself is refused, such as for a search attribute that is gone.</exception>
    public Task<long?> StartAsync(NamespaceEntry ns, ScheduleRecord record, BufferedStart start)
    {
        var run = StartRequests.Read(engine, ns, ToRequest(ns, record, start));
        var mayRepeat = start.Manual || record.Schedule.Policies.KeepOriginalWorkflowId;
        return engine.WithAsync(new WorkflowKey(ns, start.WorkflowId), async scope =>
        {
            if (scope.Find(start.RunId) is { } done)
                return done.State.StartTime;
            if (scope.Current is { } current && (current.State.Status == (int)WorkflowExecutionStatus.Running || !mayRepeat))
                return (long?)null;
            var work = scope.BeginNew(start.RunId, run);
            WorkflowTasks.Schedule(work);
            await scope.CommitAsync(work).ConfigureAwait(false);
            return work.State.StartTime;
        });
    }

    /// <summary>Looks at the latest run of the chain that began with a given run.</summary>
    public Task<Standing> LookAsync(NamespaceEntry ns, WorkflowExecution first) => engine.WithAsync(new WorkflowKey(ns, first.WorkflowId), scope =>
    {
        var run = scope.Current is { } current && string.Equals(current.State.FirstRunId, first.RunId, StringComparison.Ordinal)
            ? current
            : scope.Find(first.RunId);
        while (run is { State.SuccessorRunId.Length: > 0 })
            run = scope.Find(run.State.SuccessorRunId);
        if (run is null)
            return Task.FromResult(new Standing(WorkflowExecutionStatus.Unspecified, null));
        var status = (WorkflowExecutionStatus)run.State.Status;
        return Task.FromResult(new Standing(
            status, status == WorkflowExecutionStatus.Running ? null : run.Events.Find(run.State.NextEventId - 1)));
    });

    public Task CancelAsync(NamespaceEntry ns, ScheduleRecord record, WorkflowExecution first) => EndAsync(ns, first, step =>
        Requests.Cancel(step, "cancelled by schedule overlap policy", Identity(ns, record), engine.Rules.NewId()));

    public Task TerminateAsync(NamespaceEntry ns, ScheduleRecord record, WorkflowExecution first) => EndAsync(ns, first, step =>
        Closing.Terminate(step, "terminated by schedule overlap policy", null, Identity(ns, record)));

    private static string Identity(NamespaceEntry ns, ScheduleRecord record) => $"temporal-scheduler-{ns.Name}-{record.ScheduleId}";

    private Task EndAsync(NamespaceEntry ns, WorkflowExecution first, Action<RunWork> end) =>
        engine.WithAsync(new WorkflowKey(ns, first.WorkflowId), async scope =>
        {
            if (scope.Current is not { State.Status: (int)WorkflowExecutionStatus.Running } run
                || !string.Equals(run.State.FirstRunId, first.RunId, StringComparison.Ordinal))
            {
                return;
            }

            var step = scope.Begin(run);
            end(step);
            await scope.CommitAsync(step).ConfigureAwait(false);
        });

    private static StartWorkflowExecutionRequest ToRequest(NamespaceEntry ns, ScheduleRecord record, BufferedStart start)
    {
        var action = record.Schedule.Action.StartWorkflow;
        var attributes = action.SearchAttributes?.Clone() ?? new SearchAttributes();
        attributes.IndexedFields["TemporalScheduledStartTime"] = JsonPayloads.Payload(ScheduleActions.Rfc3339(start.NominalTime));
        attributes.IndexedFields["TemporalScheduledById"] = JsonPayloads.Payload(record.ScheduleId);
        return new StartWorkflowExecutionRequest
        {
            Namespace = ns.Name,
            WorkflowId = start.WorkflowId,
            WorkflowType = action.WorkflowType,
            TaskQueue = action.TaskQueue,
            Input = action.Input,
            WorkflowExecutionTimeout = action.WorkflowExecutionTimeout,
            WorkflowRunTimeout = action.WorkflowRunTimeout,
            WorkflowTaskTimeout = action.WorkflowTaskTimeout,
            Identity = Identity(ns, record),
            RetryPolicy = action.RetryPolicy,
            Memo = action.Memo,
            SearchAttributes = attributes,
            Header = action.Header,
            UserMetadata = action.UserMetadata,
            Priority = action.Priority,
            // Runs side by side have no last one.
            LastCompletionResult = start.Tracked ? record.LastCompletionResult : null,
            ContinuedFailure = start.Tracked ? record.ContinuedFailure : null,
        };
    }
}
