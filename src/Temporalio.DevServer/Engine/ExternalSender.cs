using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.DevServer.Engine;

/// <summary>Delivers a workflow's signals and cancel requests to others. Request ids make a repeated delivery harmless.</summary>
internal sealed class ExternalSender(RunEngine engine)
{
    private sealed record Message(PendingExternal Pending, HistoryEvent Initiated);

    public async Task SendAsync(WorkflowKey senderKey, string senderRunId, long initiatedEventId)
    {
        var message = await engine.WithAsync(senderKey, scope => Task.FromResult(
            scope.Find(senderRunId) is { } run && run.State.Externals.TryGetValue(initiatedEventId, out var pending)
                ? new Message(pending, run.Events.Find(initiatedEventId)!)
                : null)).ConfigureAwait(false);
        if (message is null)
            return;
        var found = await DeliverAsync(senderKey, senderRunId, message).ConfigureAwait(false);
        await engine.WithAsync(senderKey, async scope =>
        {
            if (scope.Find(senderRunId) is not { } run || run.State.Status != (int)WorkflowExecutionStatus.Running)
                return;
            var step = scope.Begin(run);
            if (!step.State.Externals.TryGetValue(initiatedEventId, out var pending))
                return;
            Externals.Resolve(step, pending, found);
            await scope.CommitAsync(step).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task<bool> DeliverAsync(WorkflowKey senderKey, string senderRunId, Message message)
    {
        var signal = message.Initiated.SignalExternalWorkflowExecutionInitiatedEventAttributes;
        var cancel = message.Initiated.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes;
        var target = signal?.WorkflowExecution ?? cancel.WorkflowExecution;
        var childOnly = signal?.ChildWorkflowOnly ?? cancel.ChildWorkflowOnly;
        var ns = engine.Namespaces.GetById(signal?.NamespaceId ?? cancel.NamespaceId);
        if (ReferenceEquals(ns, senderKey.Namespace) && string.Equals(target.WorkflowId, senderKey.WorkflowId, StringComparison.Ordinal)
            && (target.RunId.Length == 0 || string.Equals(target.RunId, senderRunId, StringComparison.Ordinal)))
        {
            return false;
        }

        var sender = new WorkflowExecution { WorkflowId = senderKey.WorkflowId, RunId = senderRunId };
        return await engine.WithAsync(new WorkflowKey(ns, target.WorkflowId), async scope =>
        {
            var run = childOnly ? FindChild(scope, target.RunId, senderRunId) : scope.Find(target.RunId);
            if (run is null || (childOnly && !IsChild(run, senderKey, senderRunId)))
                return false;
            // What has ended needs no cancelling.
            if (run.State.Status != (int)WorkflowExecutionStatus.Running)
                return cancel is not null;
            var step = scope.Begin(run);
            if (signal is not null)
            {
                if (step.State.SignalCount >= EngineLimits.MaxSignalsPerRun)
                    return false;
                if (!Requests.Signal(step, signal.SignalName, signal.Input, signal.Header, "history-service", message.Pending.RequestId, sender))
                    return true;
            }
            else
            {
                Requests.Cancel(step, cancel.Reason, "history-service", message.Pending.RequestId, sender, message.Pending.InitiatedEventId);
            }

            await scope.CommitAsync(step).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>A child is known to its parent by its first run; the one that lives now may be a later one.</summary>
    private static Run? FindChild(WorkflowScope scope, string runId, string parentRunId) =>
        scope.Current is { } current && (runId.Length == 0
            || string.Equals(current.State.FirstRunId, runId, StringComparison.Ordinal)
            || string.Equals(current.State.Parent?.RunId, parentRunId, StringComparison.Ordinal))
            ? current
            : scope.Find(runId);

    private static bool IsChild(Run run, WorkflowKey parentKey, string parentRunId) =>
        run.State.Parent is { } parent
        && string.Equals(parent.WorkflowId, parentKey.WorkflowId, StringComparison.Ordinal)
        && string.Equals(parent.RunId, parentRunId, StringComparison.Ordinal);
}
