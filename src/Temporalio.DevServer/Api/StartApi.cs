using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Api;

/// <summary>Starting workflows, with and without a signal.</summary>
internal sealed class StartApi(RunEngine engine, NamespaceRegistry namespaces)
{
    private sealed record Signal(string Name, Payloads? Input, Header? Header, string Identity, string RequestId);

    private sealed record Outcome(Run Run, bool Started);

    public async Task<StartWorkflowExecutionResponse> Start(StartWorkflowExecutionRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var start = StartRequests.Read(engine, ns, request);
        StartRequests.CheckPolicies(request.WorkflowIdReusePolicy, request.WorkflowIdConflictPolicy);
        var conflict = request.WorkflowIdConflictPolicy == WorkflowIdConflictPolicy.Unspecified
            ? WorkflowIdConflictPolicy.Fail
            : request.WorkflowIdConflictPolicy;
        var key = new WorkflowKey(ns, request.WorkflowId);
        return await engine.WithAsync(key, async scope =>
        {
            var outcome = await StartAsync(scope, start, request.WorkflowIdReusePolicy, conflict, null).ConfigureAwait(false);
            var state = outcome.Run.State;
            var response = new StartWorkflowExecutionResponse
            {
                RunId = state.RunId,
                FirstExecutionRunId = state.FirstRunId,
                Started = outcome.Started,
                Status = (WorkflowExecutionStatus)state.Status,
                Link = StartedLink(ns, state),
            };
            if (outcome.Started && start.EagerAccepted && state.Task is { StartedEventId: > 0 })
            {
                response.EagerWorkflowTask = WorkflowTaskResponses.Build(outcome.Run, sticky: false);
                call.Undelivered = () => TakeBackAsync(key, state.RunId);
            }

            return response;
        }).ConfigureAwait(false);
    }

    public Task<SignalWithStartWorkflowExecutionResponse> SignalWithStart(SignalWithStartWorkflowExecutionRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var start = StartRequests.Read(engine, ns, request);
        StartRequests.CheckPolicies(request.WorkflowIdReusePolicy, request.WorkflowIdConflictPolicy);
        Checks.Id(request.SignalName, "SignalName");
        Checks.Blob(request.SignalInput?.CalculateSize() ?? 0, "SignalInput");
        var conflict = request.WorkflowIdConflictPolicy == WorkflowIdConflictPolicy.Unspecified
            ? WorkflowIdConflictPolicy.UseExisting
            : request.WorkflowIdConflictPolicy;
        var signal = new Signal(request.SignalName, request.SignalInput, request.Header, request.Identity, request.RequestId);
        return engine.WithAsync(new WorkflowKey(ns, request.WorkflowId), async scope =>
        {
            var outcome = await StartAsync(scope, start, request.WorkflowIdReusePolicy, conflict, signal).ConfigureAwait(false);
            return new SignalWithStartWorkflowExecutionResponse
            {
                RunId = outcome.Run.State.RunId,
                FirstExecutionRunId = outcome.Run.State.FirstRunId,
                Started = outcome.Started,
            };
        });
    }

    private static Link StartedLink(NamespaceEntry ns, RunState state) => new()
    {
        WorkflowEvent = new()
        {
            Namespace = ns.Name,
            WorkflowId = state.WorkflowId,
            RunId = state.RunId,
            EventRef = new() { EventId = 1, EventType = EventType.WorkflowExecutionStarted },
        },
    };

    private static RpcStatusException AlreadyStarted(RunState state, WorkflowIdReusePolicy reuse) => Refusals.AlreadyStarted(
        state.Status == (int)WorkflowExecutionStatus.Running
            ? $"Workflow execution is already running. WorkflowId: {state.WorkflowId}, RunId: {state.RunId}."
            : $"Workflow execution already finished. WorkflowId: {state.WorkflowId}, RunId: {state.RunId}. Workflow Id reuse policy: {(reuse == WorkflowIdReusePolicy.RejectDuplicate ? "reject duplicate workflow Id" : "allow duplicate workflow Id if last run failed")}.",
        state.StartRequestId,
        state.RunId,
        state.FirstRunId);

    private async Task<Outcome> StartAsync(
        WorkflowScope scope, NewRun start, WorkflowIdReusePolicy reuse, WorkflowIdConflictPolicy conflict, Signal? signal)
    {
        var current = scope.Current;
        var steps = new List<RunWork>();
        var runId = engine.Rules.NewId();
        if (current is not null)
        {
            // A client repeats a start whose answer it did not get.
            var repeated = string.Equals(current.State.StartRequestId, start.RequestId, StringComparison.Ordinal);
            if (repeated && signal is null)
                return new Outcome(current, true);
            if (current.State.Status == (int)WorkflowExecutionStatus.Running)
            {
                if (reuse == WorkflowIdReusePolicy.TerminateIfRunning)
                    conflict = WorkflowIdConflictPolicy.TerminateExisting;
                switch (conflict)
                {
                    case WorkflowIdConflictPolicy.UseExisting:
                        if (signal is not null)
                            await SignalAsync(scope, current, signal).ConfigureAwait(false);
                        return new Outcome(current, repeated);
                    case WorkflowIdConflictPolicy.TerminateExisting:
                        var end = scope.Begin(current);
                        Closing.Terminate(end, "TerminateIfRunning WorkflowIdReusePolicy", JsonPayloads.Of($"terminated by new runID: {runId}"), "history-service");
                        steps.Add(end);
                        break;
                    default:
                        throw AlreadyStarted(current.State, reuse);
                }
            }
            else
            {
                CheckReuse(current.State, reuse);
            }
        }

        var work = scope.BeginNew(runId, start);
        if (signal is not null)
            Requests.Signal(work, signal.Name, signal.Input, signal.Header, signal.Identity, signal.RequestId);
        WorkflowTasks.Schedule(work);
        if (start.EagerAccepted && work.State.Task is not null)
        {
            WorkflowTasks.Start(work, start.Identity, start.RequestId);
            work.Effects.Clear();
        }

        steps.Add(work);
        await scope.CommitAsync([.. steps]).ConfigureAwait(false);
        return new Outcome(work.Run, true);
    }

    private static async Task SignalAsync(WorkflowScope scope, Run run, Signal signal)
    {
        SignalApi.CheckSignal(run.State);
        var step = scope.Begin(run);
        if (!Requests.Signal(step, signal.Name, signal.Input, signal.Header, signal.Identity, signal.RequestId))
            return;
        await scope.CheckHistoryAsync(step).ConfigureAwait(false);
        await scope.CommitAsync(step).ConfigureAwait(false);
    }

    private static void CheckReuse(RunState closed, WorkflowIdReusePolicy reuse)
    {
        var status = (WorkflowExecutionStatus)closed.Status;
        if (reuse == WorkflowIdReusePolicy.RejectDuplicate
            || (reuse == WorkflowIdReusePolicy.AllowDuplicateFailedOnly
                && status is (WorkflowExecutionStatus.Completed or WorkflowExecutionStatus.ContinuedAsNew)))
        {
            throw AlreadyStarted(closed, reuse);
        }
    }

    private Task TakeBackAsync(WorkflowKey key, string runId) => engine.WithAsync(key, async scope =>
    {
        if (scope.Find(runId) is { } run && run.State.Task is { StartedEventId: > 0 })
        {
            var step = scope.Begin(run);
            WorkflowTasks.TakeBack(step);
            await scope.CommitAsync(step).ConfigureAwait(false);
        }
    });
}
