using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Api;

/// <summary>The step that a worker's result of a workflow task makes.</summary>
internal sealed record WorkflowTaskCompletion(RunWork Step, bool StartedNew, IReadOnlyList<PendingActivity> EagerActivities)
{
    /// <summary>Applies a result; throws <see cref="CommandException"/> when one of its commands is refused.</summary>
    public static WorkflowTaskCompletion Apply(RunWork step, RespondWorkflowTaskCompletedRequest request, PendingTask task)
    {
        var state = step.State;
        var completed = WorkflowTasks.Complete(step, a =>
        {
            a.Identity = request.Identity;
            a.BinaryChecksum = request.BinaryChecksum;
            a.WorkerVersion = request.WorkerVersionStamp;
            a.SdkMetadata = request.SdkMetadata;
            a.MeteringMetadata = request.MeteringMetadata;
        });
        BuildIds.Track(step, request.WorkerVersionStamp);
        state.StickyQueue = request.StickyAttributes?.WorkerTaskQueue?.Name ?? "";
        state.StickyTimeout = Math.Max(Times.FromDuration(request.StickyAttributes?.ScheduleToStartTimeout), 0);
        var commands = new Commands(step, completed.EventId, request.Identity);
        foreach (var command in request.Commands)
        {
            // The first command that closes the run wins; what comes after it has no meaning.
            if (!step.IsOpen)
                break;
            commands.Apply(command);
        }

        if (!step.IsOpen)
            return new WorkflowTaskCompletion(step, false, []);
        foreach (var activity in commands.EagerActivities)
            Activities.Start(step, activity, request.Identity, step.Rules.NewId());
        if (request.ForceCreateNewWorkflowTask || state.Buffered.Count > 0 || commands.NeedsNewTask)
        {
            var heartbeat = request.ForceCreateNewWorkflowTask && request.Commands.Count == 0;
            WorkflowTasks.Schedule(step, heartbeatSince: heartbeat ? task.OriginalScheduledTime : 0);
        }

        var startNew = request.ReturnNewWorkflowTask && state.Task is not null;
        if (startNew)
        {
            step.Effects.RemoveAll(e => e is Effect.OfferWorkflowTask);
            WorkflowTasks.Start(step, request.Identity, step.Rules.NewId());
        }

        return new WorkflowTaskCompletion(step, startNew, commands.EagerActivities);
    }
}
