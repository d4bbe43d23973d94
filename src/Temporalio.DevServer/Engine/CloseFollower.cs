using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.DevServer.Engine;

/// <summary>After a run has closed: tells its parent, and deals with its children as their close policy says.</summary>
internal sealed class CloseFollower(RunEngine engine, ChildStarter children)
{
    private sealed record Closed(RunState State, HistoryEvent? End);

    public async Task FollowAsync(WorkflowKey key, string runId)
    {
        var closed = await engine.WithAsync(key, scope => Task.FromResult(
            scope.Find(runId) is { State.CloseEffectsPending: true } run
                ? new Closed(run.State, run.Events.Find(run.State.NextEventId - 1))
                : null)).ConfigureAwait(false);
        if (closed is null)
            return;
        if (closed.State is { Parent: { } parent, SuccessorRunId.Length: 0 } && closed.End is { } end)
            await TellParentAsync(parent, key, closed.State, end).ConfigureAwait(false);
        foreach (var child in closed.State.Children.Values)
            await EndChildAsync(key, runId, child).ConfigureAwait(false);
        await engine.WithAsync(key, async scope =>
        {
            if (scope.Find(runId) is not { State.CloseEffectsPending: true } run)
                return;
            var step = scope.Begin(run);
            step.State.CloseEffectsPending = false;
            step.State.Children.Clear();
            step.RowChanged = true;
            await scope.CommitAsync(step).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private Task TellParentAsync(ParentLink parent, WorkflowKey key, RunState ended, HistoryEvent end) =>
        engine.WithAsync(new WorkflowKey(engine.Namespaces.GetById(parent.NamespaceId), parent.WorkflowId), async scope =>
        {
            // A reset leaves the child with the run that took over. Any other later run may have a child of the same event and name that is not this one.
            var run = Waiting(scope.Find(parent.RunId)) ?? Waiting(scope.Current);
            if (run is null)
                return;
            var step = scope.Begin(run);
            var child = step.State.Children[parent.InitiatedEventId];
            if (child.RunId.Length == 0)
                Children.RecordStarted(step, child, ended.RunId, null);
            Children.RecordEnd(step, child, ended.RunId, end);
            await scope.CommitAsync(step).ConfigureAwait(false);

            Run? Waiting(Run? candidate) =>
                candidate is not null
                && candidate.State.Status == (int)WorkflowExecutionStatus.Running
                && candidate.State.Children.TryGetValue(parent.InitiatedEventId, out var c)
                && string.Equals(c.WorkflowId, key.WorkflowId, StringComparison.Ordinal)
                && (c.RunId.Length == 0
                    ? string.Equals(candidate.State.RunId, parent.RunId, StringComparison.Ordinal)
                    : string.Equals(c.RunId, ended.FirstRunId, StringComparison.Ordinal))
                    ? candidate
                    : null;
        });

    private async Task EndChildAsync(WorkflowKey parentKey, string parentRunId, PendingChild child)
    {
        if ((ParentClosePolicy)child.ParentClosePolicy == ParentClosePolicy.Abandon)
        {
            // One that was recorded may not have been let go yet.
            await (child.RunId.Length == 0
                ? children.StartAbandonedAsync(parentKey, parentRunId, child.InitiatedEventId)
                : children.ReleaseAsync(parentKey, parentRunId, child.InitiatedEventId)).ConfigureAwait(false);
            return;
        }

        await children.EndAsync(parentKey, parentRunId, child).ConfigureAwait(false);
    }
}
