using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Api;

/// <summary>What a client asks of a workflow that exists.</summary>
internal sealed class SignalApi(RunEngine engine, NamespaceRegistry namespaces)
{
    /// <summary>Refuses a signal that the run cannot take now.</summary>
    public static void CheckSignal(RunState state)
    {
        if (state.SignalCount >= EngineLimits.MaxSignalsPerRun)
            throw Refusals.Exhausted(ResourceExhaustedCause.BusyWorkflow, "exceeded workflow execution limit for signal events");
        // A workflow that is signalled without end must still be able to end.
        if (state.CloseAttempted && state.Task is { StartedEventId: > 0 })
            throw Refusals.Exhausted(ResourceExhaustedCause.BusyWorkflow, "workflow operation can not be applied because workflow is closing");
    }

    public async Task<SignalWorkflowExecutionResponse> Signal(SignalWorkflowExecutionRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var execution = Checks.Execution(request.WorkflowExecution);
        Checks.Id(request.SignalName, "SignalName");
        Checks.Length(request.RequestId, "RequestId");
        Checks.Blob(request.Input?.CalculateSize() ?? 0, "Input");
        await engine.WithAsync(new WorkflowKey(ns, execution.WorkflowId), async scope =>
        {
            var run = scope.RequireOpen(execution.RunId);
            CheckSignal(run.State);
            var step = scope.Begin(run);
            if (!Requests.Signal(step, request.SignalName, request.Input, request.Header, request.Identity, request.RequestId))
                return;
            await scope.CheckHistoryAsync(step).ConfigureAwait(false);
            await scope.CommitAsync(step).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return new SignalWorkflowExecutionResponse();
    }

    public async Task<RequestCancelWorkflowExecutionResponse> RequestCancel(RequestCancelWorkflowExecutionRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var execution = Checks.Execution(request.WorkflowExecution);
        await engine.WithAsync(new WorkflowKey(ns, execution.WorkflowId), async scope =>
        {
            var run = scope.Require(Asked(execution, request.FirstExecutionRunId));
            // What has ended needs no cancelling.
            if (run.State.Status != (int)WorkflowExecutionStatus.Running)
                return;
            CheckChain(run, request.FirstExecutionRunId);
            if (run.State.CancelRequested)
                return;
            var step = scope.Begin(run);
            Requests.Cancel(step, request.Reason, request.Identity, request.RequestId);
            await scope.CommitAsync(step).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return new RequestCancelWorkflowExecutionResponse();
    }

    public async Task<TerminateWorkflowExecutionResponse> Terminate(TerminateWorkflowExecutionRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var execution = Checks.Execution(request.WorkflowExecution);
        await engine.WithAsync(new WorkflowKey(ns, execution.WorkflowId), async scope =>
        {
            var run = scope.RequireOpen(Asked(execution, request.FirstExecutionRunId));
            CheckChain(run, request.FirstExecutionRunId);
            var step = scope.Begin(run);
            Closing.Terminate(step, request.Reason, request.Details, request.Identity);
            await scope.CommitAsync(step).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return new TerminateWorkflowExecutionResponse();
    }

    public async Task<DeleteWorkflowExecutionResponse> Delete(DeleteWorkflowExecutionRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var execution = Checks.Execution(request.WorkflowExecution);
        var key = new WorkflowKey(ns, execution.WorkflowId);
        var runId = await engine.WithAsync(key, async scope =>
        {
            var run = scope.Require(execution.RunId);
            if (run.State.Status == (int)WorkflowExecutionStatus.Running)
            {
                var step = scope.Begin(run);
                Closing.Terminate(step, "Delete workflow execution", null, "history-service");
                await scope.CommitAsync(step).ConfigureAwait(false);
            }

            return run.State.RunId;
        }).ConfigureAwait(false);
        // Once the run is gone, nothing is left to tell its parent and its children from.
        await engine.FollowCloseAsync(key, runId).ConfigureAwait(false);
        await engine.WithAsync(key, async scope =>
        {
            if (scope.Find(runId) is { } run)
                await scope.DeleteAsync(run).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return new DeleteWorkflowExecutionResponse();
    }

    /// <summary>A request that names the first run of a chain means its latest, whichever run it names besides.</summary>
    private static string Asked(Temporalio.Api.Common.V1.WorkflowExecution execution, string firstRunId) =>
        firstRunId.Length > 0 ? "" : execution.RunId;

    private static void CheckChain(Run run, string firstRunId)
    {
        if (firstRunId.Length > 0 && !string.Equals(run.State.FirstRunId, firstRunId, StringComparison.Ordinal))
            throw Refusals.WorkflowNotFound(run.State.WorkflowId, firstRunId);
    }
}
