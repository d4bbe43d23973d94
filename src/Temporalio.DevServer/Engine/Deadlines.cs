using Temporalio.Api.Enums.V1;

namespace Temporalio.DevServer.Engine;

/// <summary>Everything of a run that happens by time: when the next is due, and what has come due.</summary>
internal static class Deadlines
{
    /// <summary>The earliest time at which <see cref="ProcessOne"/> would do something; the far future when never.</summary>
    public static long Next(RunState state)
    {
        if (state.Status != (int)WorkflowExecutionStatus.Running)
            return long.MaxValue;
        var due = Earlier(state.RunDeadline, state.BackoffUntil);
        if (state.Task is { } task)
            due = Math.Min(due, TaskDue(task));
        foreach (var timer in state.Timers.Values)
            due = Math.Min(due, timer.Due);
        foreach (var activity in state.Activities.Values)
            due = Math.Min(due, ActivityDue(activity).Due);
        return due;
    }

    /// <summary>Applies the earliest thing that is due; false when nothing is.</summary>
    public static bool ProcessOne(RunWork work)
    {
        var state = work.State;
        var next = Next(state);
        if (next > work.Now)
            return false;
        if (state.RunDeadline != 0 && state.RunDeadline <= work.Now)
        {
            Closing.TimeOut(work);
            return true;
        }

        if (state.BackoffUntil == next)
        {
            state.BackoffUntil = 0;
            WorkflowTasks.Schedule(work);
            return true;
        }

        if (state.Task is { } task && TaskDue(task) == next)
        {
            if (task.StartedEventId > 0)
                WorkflowTasks.TimeOutStarted(work);
            else
                WorkflowTasks.TimeOutSticky(work);
            return true;
        }

        foreach (var (id, timer) in state.Timers)
        {
            if (timer.Due == next)
            {
                Timers.Fire(work, id, timer);
                return true;
            }
        }

        foreach (var activity in state.Activities.Values)
        {
            var (due, type) = ActivityDue(activity);
            if (due != next)
                continue;
            if (type == TimeoutType.Unspecified)
            {
                activity.RetryInterval = 0;
                work.Effects.Add(new Effect.OfferActivity(activity.ScheduledEventId));
            }
            else
            {
                Activities.TimeOut(work, activity, type);
            }

            return true;
        }

        return false;
    }

    private static long TaskDue(PendingTask task) => task.StartedEventId > 0
        ? task.StartedTime + task.Timeout
        : task.ScheduleDeadline == 0 ? long.MaxValue : task.ScheduleDeadline;

    /// <summary>When and by what an activity comes due; an unspecified type is the end of a retry's wait.</summary>
    private static (long Due, TimeoutType Type) ActivityDue(PendingActivity activity)
    {
        var due = (Due: long.MaxValue, Type: TimeoutType.Unspecified);
        void Consider(long at, TimeoutType type)
        {
            if (at < due.Due)
                due = (at, type);
        }

        if (activity.ScheduleToClose > 0)
            Consider(activity.ScheduledTime + activity.ScheduleToClose, TimeoutType.ScheduleToClose);
        if (activity.StartedTime != 0)
        {
            if (activity.StartToClose > 0)
                Consider(activity.StartedTime + activity.StartToClose, TimeoutType.StartToClose);
            if (activity.HeartbeatTimeout > 0)
                Consider(Math.Max(activity.StartedTime, activity.HeartbeatTime) + activity.HeartbeatTimeout, TimeoutType.Heartbeat);
        }
        else if (activity.RetryInterval > 0)
        {
            Consider(activity.AttemptScheduledTime, TimeoutType.Unspecified);
        }
        else if (activity.ScheduleToStart > 0)
        {
            Consider(activity.AttemptScheduledTime + activity.ScheduleToStart, TimeoutType.ScheduleToStart);
        }

        return due;
    }

    private static long Earlier(long a, long b) => Math.Min(a == 0 ? long.MaxValue : a, b == 0 ? long.MaxValue : b);
}
