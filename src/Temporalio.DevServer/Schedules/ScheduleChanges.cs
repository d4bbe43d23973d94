using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Schedules;

/// <summary>What callers change of a schedule.</summary>
internal static class ScheduleChanges
{
    /// <summary>The start of a backfill belongs to it.</summary>
    private static readonly long JustBefore = TimeSpan.TicksPerMillisecond;

    /// <summary>Fills what a description shows of a schedule that says nothing of it.</summary>
    public static Schedule Fill(Schedule schedule)
    {
        schedule.Spec ??= new ScheduleSpec();
        schedule.Action ??= new ScheduleAction();
        schedule.Policies ??= new SchedulePolicies();
        schedule.State ??= new ScheduleState();
        var policies = schedule.Policies;
        policies.OverlapPolicy = OverlapPlan.Resolve(policies.OverlapPolicy, ScheduleOverlapPolicy.Skip);
        policies.CatchupWindow = Times.ToDuration(policies.CatchupWindow is null
            ? ScheduleLimits.DefaultCatchup
            : Math.Max(Times.FromDuration(policies.CatchupWindow), ScheduleLimits.MinCatchup));
        return schedule;
    }

    public static void Patch(ScheduleWork work, SchedulePatch patch)
    {
        var state = work.Schedule.State;
        if (patch.TriggerImmediately is { } trigger)
        {
            var time = trigger.ScheduledTime is null ? work.Now : Times.FromTimestamp(trigger.ScheduledTime);
            work.AddStart(new ScheduledTime(time, time), trigger.OverlapPolicy, manual: true);
        }

        foreach (var range in patch.BackfillRequest)
        {
            if (work.Record.Backfills.Count >= ScheduleLimits.MaxBackfills)
            {
                work.Record.BufferDropped++;
                continue;
            }

            work.Record.Backfills.Add(new Backfill
            {
                Start = Times.FromTimestamp(range.StartTime) - JustBefore,
                End = Times.FromTimestamp(range.EndTime),
                OverlapPolicy = (int)range.OverlapPolicy,
            });
        }

        if (patch.Pause.Length > 0)
            SetPaused(work, state, true, patch.Pause);
        if (patch.Unpause.Length > 0)
            SetPaused(work, state, false, patch.Unpause);
    }

    /// <summary>Replaces the schedule; attributes and memo stay when not given.</summary>
    public static void Update(ScheduleWork work, Schedule schedule, CompiledSpec spec, SearchAttributes? attributes, Memo? memo)
    {
        var record = work.Record;
        record.Schedule = schedule;
        work.Spec = spec;
        if (attributes is not null)
            record.SearchAttributes = attributes;
        if (memo is not null)
            record.Memo = memo;
        record.UpdateTime = work.Now;
        // A time just past may still be ahead by its jitter.
        record.LastProcessed = Math.Max(record.LastProcessed, work.Now - spec.Jitter - TimeSpan.TicksPerSecond);
        work.Touch();
    }

    private static void SetPaused(ScheduleWork work, ScheduleState state, bool paused, string notes)
    {
        state.Paused = paused;
        state.Notes = notes;
        work.Touch();
    }
}
