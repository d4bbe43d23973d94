using Temporalio.Api.Enums.V1;

namespace Temporalio.DevServer.Engine;

/// <summary>Derives from a stored state what was under way when the last process ended.</summary>
internal static class Recovery
{
    public static void Resume(RunEngine engine, WorkflowScope scope, Run run)
    {
        var state = run.State;
        if (state.Status != (int)WorkflowExecutionStatus.Running)
        {
            engine.Begin(scope.Key, run, new Effect.AfterClose());
            return;
        }

        engine.Arm(scope.Key, run);
        if (state.Task is { StartedEventId: 0 } task)
        {
            // Workers of the last process are gone, and their sticky queues with them.
            if (task.Sticky)
                LeaveSticky(scope, run);
            else
                engine.Queues.OfferWorkflowTask(run);
        }

        foreach (var activity in state.Activities.Values)
        {
            if (activity.StartedTime == 0 && (activity.RetryInterval == 0 || activity.AttemptScheduledTime <= scope.Now))
                engine.Queues.OfferActivity(run, activity.ScheduledEventId);
        }

        foreach (var child in state.Children.Values)
        {
            engine.Begin(scope.Key, run, child.RunId.Length == 0
                ? new Effect.StartChild(child.InitiatedEventId)
                : new Effect.ReleaseChild(child.InitiatedEventId));
        }

        foreach (var external in state.Externals.Values)
            engine.Begin(scope.Key, run, new Effect.ReachOut(external.InitiatedEventId));
        if (state.FirstTaskPending)
            engine.Begin(scope.Key, run, new Effect.ReleaseOrphan());
    }

    /// <summary>Moves a waiting workflow task from a sticky queue whose worker is gone to the normal one.</summary>
    public static void LeaveSticky(WorkflowScope scope, Run run)
    {
        var step = scope.Begin(run);
        var task = step.State.Task!;
        task.Sticky = false;
        task.Queue = step.State.TaskQueue;
        task.ScheduleDeadline = 0;
        step.State.StickyQueue = "";
        step.State.StickyTimeout = 0;
        step.Effects.Add(new Effect.OfferWorkflowTask());
        scope.Keep(step);
    }
}
