using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Engine;

/// <summary>Starts the children that a parent asked for. Every step may be repeated after a crash.</summary>
internal sealed class ChildStarter(RunEngine engine)
{
    private sealed record Plan(PendingChild Child, StartChildWorkflowExecutionInitiatedEventAttributes Initiated, RunState Parent);

    public async Task StartAsync(WorkflowKey parentKey, string parentRunId, long initiatedEventId)
    {
        var plan = await engine.WithAsync(parentKey, scope => Task.FromResult(PlanFor(scope, parentRunId, initiatedEventId))).ConfigureAwait(false);
        if (plan is null || plan.Child.RunId.Length > 0)
            return;
        var runId = await CreateAsync(parentKey, plan).ConfigureAwait(false);
        var recorded = await engine.WithAsync(parentKey, async scope =>
        {
            if (scope.Find(parentRunId) is not { } run || run.State.Status != (int)WorkflowExecutionStatus.Running)
                return false;
            var step = scope.Begin(run);
            if (!step.State.Children.TryGetValue(initiatedEventId, out var child) || child.RunId.Length > 0)
                return true;
            if (runId is null)
                Children.RecordStartFailed(step, child, StartChildWorkflowExecutionFailedCause.WorkflowAlreadyExists);
            else
                Children.RecordStarted(step, child, runId, plan.Initiated.Header);
            await scope.CommitAsync(step).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        if (recorded || runId is null)
            return;
        // The parent has closed meanwhile, perhaps before there was a child that its end could reach.
        if ((ParentClosePolicy)plan.Child.ParentClosePolicy == ParentClosePolicy.Abandon)
            await ReleaseRunAsync(ChildKey(parentKey, plan.Child), runId).ConfigureAwait(false);
        else
            await EndAsync(parentKey, parentRunId, plan.Child).ConfigureAwait(false);
    }

    /// <summary>Ends a child of a closed parent, as its close policy says.</summary>
    public async Task EndAsync(WorkflowKey parentKey, string parentRunId, PendingChild child)
    {
        await engine.WithAsync(ChildKey(parentKey, child), async scope =>
        {
            if (scope.Current is not { } run
                || run.State.Status != (int)WorkflowExecutionStatus.Running
                || run.State.Parent?.InitiatedEventId != child.InitiatedEventId
                || !string.Equals(run.State.Parent.RunId, parentRunId, StringComparison.Ordinal))
            {
                return;
            }

            var step = scope.Begin(run);
            if ((ParentClosePolicy)child.ParentClosePolicy == ParentClosePolicy.RequestCancel)
            {
                step.State.FirstTaskPending = false;
                Requests.Cancel(
                    step, "by parent close policy", "history-service", engine.Rules.NewId(),
                    new() { WorkflowId = parentKey.WorkflowId, RunId = parentRunId }, child.InitiatedEventId);
            }
            else
            {
                Closing.Terminate(step, "by parent close policy", null, "history-service");
            }

            await scope.CommitAsync(step).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>The parent is closed, but its child was to live on without it.</summary>
    public async Task StartAbandonedAsync(WorkflowKey parentKey, string parentRunId, long initiatedEventId)
    {
        var plan = await engine.WithAsync(parentKey, scope => Task.FromResult(PlanFor(scope, parentRunId, initiatedEventId))).ConfigureAwait(false);
        if (plan is not null && await CreateAsync(parentKey, plan).ConfigureAwait(false) is { } runId)
            await ReleaseRunAsync(ChildKey(parentKey, plan.Child), runId).ConfigureAwait(false);
    }

    public async Task ReleaseAsync(WorkflowKey parentKey, string parentRunId, long initiatedEventId)
    {
        var child = await engine.WithAsync(parentKey, scope => Task.FromResult(
            scope.Find(parentRunId)?.State.Children.GetValueOrDefault(initiatedEventId))).ConfigureAwait(false);
        if (child is { RunId.Length: > 0 })
            await ReleaseRunAsync(ChildKey(parentKey, child), child.RunId).ConfigureAwait(false);
    }

    public async Task ReleaseOrphanAsync(WorkflowKey key, string runId)
    {
        var parent = await engine.WithAsync(key, scope => Task.FromResult(scope.Find(runId)?.State.Parent)).ConfigureAwait(false);
        if (parent is null)
            return;
        var parentKey = new WorkflowKey(engine.Namespaces.GetById(parent.NamespaceId), parent.WorkflowId);
        var parentOpen = await engine.WithAsync(parentKey, scope => Task.FromResult(
            scope.Find(parent.RunId)?.State.Status == (int)WorkflowExecutionStatus.Running)).ConfigureAwait(false);
        if (!parentOpen)
            await ReleaseRunAsync(key, runId).ConfigureAwait(false);
    }

    public WorkflowKey ChildKey(WorkflowKey parentKey, PendingChild child) => new(
        child.NamespaceId.Length == 0 ? parentKey.Namespace : engine.Namespaces.GetById(child.NamespaceId), child.WorkflowId);

    private static Plan? PlanFor(WorkflowScope scope, string runId, long initiatedEventId)
    {
        if (scope.Find(runId) is not { } run || !run.State.Children.TryGetValue(initiatedEventId, out var child))
            return null;
        var e = run.Events.Find(initiatedEventId)
            ?? throw new InvalidOperationException($"Run {runId} has no event {initiatedEventId}.");
        return new Plan(child, e.StartChildWorkflowExecutionInitiatedEventAttributes, run.State);
    }

    /// <summary>The id of the child's first run, or null when its workflow id may not be used.</summary>
    private Task<string?> CreateAsync(WorkflowKey parentKey, Plan plan) => engine.WithAsync(ChildKey(parentKey, plan.Child), async scope =>
    {
        var current = scope.Current;
        if (current?.State.Parent is { } known
            && known.InitiatedEventId == plan.Child.InitiatedEventId
            && string.Equals(known.RunId, plan.Parent.RunId, StringComparison.Ordinal))
        {
            return current.State.FirstRunId;
        }

        var steps = new List<RunWork>();
        if (current is not null)
        {
            var policy = plan.Initiated.WorkflowIdReusePolicy;
            if (current.State.Status == (int)WorkflowExecutionStatus.Running)
            {
                if (policy != WorkflowIdReusePolicy.TerminateIfRunning)
                    return null;
                var end = scope.Begin(current);
                Closing.Terminate(end, "TerminateIfRunning WorkflowIdReusePolicy", null, "history-service");
                steps.Add(end);
            }
            else if (policy == WorkflowIdReusePolicy.RejectDuplicate
                || (policy == WorkflowIdReusePolicy.AllowDuplicateFailedOnly && current.State.Status == (int)WorkflowExecutionStatus.Completed))
            {
                return null;
            }
        }

        var runId = engine.Rules.NewId();
        var work = scope.BeginNew(runId, ToStart(parentKey, plan, scope.Now));
        steps.Add(work);
        await scope.CommitAsync([.. steps]).ConfigureAwait(false);
        return runId;
    });

    private static NewRun ToStart(WorkflowKey parentKey, Plan plan, long now)
    {
        var a = plan.Initiated;
        var cron = a.CronSchedule.Length > 0 && CronSchedule.TryParse(a.CronSchedule, out var parsed) ? parsed : null;
        return new NewRun
        {
            WorkflowType = a.WorkflowType.Name,
            TaskQueue = a.TaskQueue.Name,
            Input = a.Input,
            Header = a.Header,
            ExecutionTimeout = Times.FromDuration(a.WorkflowExecutionTimeout),
            RunTimeout = Times.FromDuration(a.WorkflowRunTimeout),
            TaskTimeout = Times.FromDuration(a.WorkflowTaskTimeout),
            RetryPolicy = a.RetryPolicy,
            CronSchedule = a.CronSchedule,
            Memo = a.Memo,
            SearchAttributes = a.SearchAttributes,
            RequestId = plan.Child.RequestId,
            Backoff = cron?.Backoff(now, now) ?? 0,
            Parent = new ParentLink
            {
                NamespaceId = parentKey.Namespace.Id,
                Namespace = parentKey.Namespace.Name,
                WorkflowId = parentKey.WorkflowId,
                RunId = plan.Parent.RunId,
                InitiatedEventId = plan.Child.InitiatedEventId,
            },
            WaitForParent = true,
            RootWorkflowId = plan.Parent.RootWorkflowId,
            RootRunId = plan.Parent.RootRunId,
            Initiator = cron is null ? ContinueAsNewInitiator.Unspecified : ContinueAsNewInitiator.CronSchedule,
            Priority = a.Priority,
        };
    }

    private Task ReleaseRunAsync(WorkflowKey key, string runId) => engine.WithAsync(key, async scope =>
    {
        if (scope.Find(runId) is not { State.FirstTaskPending: true } run)
            return;
        var step = scope.Begin(run);
        step.State.FirstTaskPending = false;
        WorkflowTasks.Schedule(step);
        await scope.CommitAsync(step).ConfigureAwait(false);
    });
}
