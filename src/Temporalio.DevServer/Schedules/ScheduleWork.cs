using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Schedules;

/// <summary>One step of one schedule in the making: a copy of its record that the rules change.</summary>
internal sealed class ScheduleWork(ScheduleRecord record, CompiledSpec spec, long now)
{
    public ScheduleRecord Record { get; } = record;

    public CompiledSpec Spec { get; set; } = spec;

    /// <summary>The time of this step, in UTC ticks.</summary>
    public long Now { get; } = now;

    public Schedule Schedule => Record.Schedule;

    public ScheduleOverlapPolicy Policy => Schedule.Policies.OverlapPolicy;

    public long CatchupWindow => Times.FromDuration(Schedule.Policies.CatchupWindow);

    /// <summary>Whether a time of the spec would lead to an action now.</summary>
    public bool CanAct => CanActNow(Schedule.State);

    public static bool CanActNow(ScheduleState state) => !state.Paused && (!state.LimitedActions || state.RemainingActions > 0);

    /// <summary>Takes one action from what is left; false when nothing may be started.</summary>
    public bool TryTake(BufferedStart start)
    {
        if (start.Manual)
            return true;
        if (!CanAct)
            return false;
        if (Schedule.State.LimitedActions)
        {
            Schedule.State.RemainingActions--;
            Touch();
        }

        return true;
    }

    /// <summary>Makes an update refuse that was made from an older description.</summary>
    public void Touch() => Record.ConflictToken++;

    public void AddStart(ScheduledTime time, ScheduleOverlapPolicy policy, bool manual)
    {
        if (Record.Buffered.Count >= ScheduleLimits.MaxBuffered)
        {
            Record.BufferDropped++;
            return;
        }

        Record.Buffered.Add(new BufferedStart
        {
            NominalTime = time.Nominal,
            ActualTime = time.Actual,
            OverlapPolicy = (int)policy,
            Manual = manual,
        });
    }
}
