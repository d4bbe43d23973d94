using Temporalio.Api.Enums.V1;

namespace Temporalio.DevServer.Schedules;

/// <summary>Everything of a schedule that happens by time: what has come due, what is backfilled, when to look again.</summary>
internal static class ScheduleTimes
{
    /// <summary>Buffers a start for each time of the spec that has come since the last look.</summary>
    public static void Advance(ScheduleWork work)
    {
        var record = work.Record;
        if (!work.CanAct)
        {
            // Times that pass meanwhile are not made up.
            record.LastProcessed = Math.Max(record.LastProcessed, work.Now);
            return;
        }

        while (work.Spec.Next(record.LastProcessed) is { } time && time.Actual <= work.Now)
        {
            record.LastProcessed = time.Actual;
            // Of a spec just set, times of the past mean nothing.
            if (time.Actual < record.UpdateTime)
                continue;
            if (work.Now - time.Actual > work.CatchupWindow)
                record.MissedCatchupWindow++;
            else
                work.AddStart(time, ScheduleOverlapPolicy.Unspecified, manual: false);
        }
    }

    /// <summary>Buffers the next few starts of what is to be backfilled, as long as half of the buffer is free.</summary>
    public static void Backfill(ScheduleWork work)
    {
        var record = work.Record;
        var left = ScheduleLimits.BackfilledPerStep;
        while (record.Backfills.Count > 0 && left > 0 && record.Buffered.Count < ScheduleLimits.MaxBuffered / 2)
        {
            var range = record.Backfills[0];
            if (work.Spec.Next(range.Start) is not { } time || time.Actual > range.End)
            {
                record.Backfills.RemoveAt(0);
                continue;
            }

            work.AddStart(time, (ScheduleOverlapPolicy)range.OverlapPolicy, manual: true);
            range.Start = time.Actual;
            left--;
        }
    }

    /// <summary>When the schedule is to be looked at again; the far future when only a call or a closing workflow can change it.</summary>
    public static long NextWake(ScheduleWork work) => Math.Min(NextAction(work), Expiry(work));

    /// <summary>When the schedule has something to do.</summary>
    public static long NextAction(ScheduleWork work)
    {
        var record = work.Record;
        var due = long.MaxValue;
        if (record.Backfills.Count > 0 && record.Buffered.Count < ScheduleLimits.MaxBuffered / 2)
            due = work.Now + TimeSpan.TicksPerSecond;
        return work.CanAct && work.Spec.Next(record.LastProcessed) is { } next ? Math.Min(due, next.Actual) : due;
    }

    /// <summary>When a schedule that has nothing left to do is forgotten; the far future when it still has.</summary>
    public static long Expiry(ScheduleWork work)
    {
        var record = work.Record;
        if (work.Schedule.State.Paused
            || record.Backfills.Count > 0 || record.Buffered.Count > 0 || record.Starting.Count > 0
            || (work.CanAct && work.Spec.Next(record.LastProcessed) is not null))
        {
            return long.MaxValue;
        }

        var last = Math.Max(record.CreateTime, record.UpdateTime);
        if (record.RecentActions.Count > 0)
            last = Math.Max(last, Timing.Times.FromTimestamp(record.RecentActions[^1].ActualTime));
        return last + ScheduleLimits.IdleRetention;
    }
}
