using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Engine;

namespace Temporalio.DevServer.TimeSkipping;

/// <summary>How a run stands towards the clock, read from its state alone.</summary>
internal static class RunHolds
{
    /// <summary>Whether a worker, or the service itself, is at work for the run: its time is real time.</summary>
    public static bool IsBusy(RunState state)
    {
        if (state.CloseEffectsPending)
            return true;
        if (state.Status != (int)WorkflowExecutionStatus.Running)
            return false;
        return state.Task is not null
            || state.FirstTaskPending
            || state.Externals.Count > 0
            || state.Children.Values.Any(c => c.RunId.Length == 0)
            // One that waits for its next attempt may be skipped to.
            || state.Activities.Values.Any(a => a.StartedTime != 0 || a.RetryInterval == 0);
    }
}
