using System.Collections.Concurrent;
using ActivityCore.Definitions;
using ActivityCore.Runs;
using Microsoft.Extensions.Logging;
using Temporalio.Client;
using Temporalio.Client.Schedules;
using Temporalio.Exceptions;

namespace ActivityCore.Routing.Schedules;

/// <summary>
/// Brings the schedules of the service in step with the definitions. A version is in the store before a schedule names it. Any number of processes may do so at once:
/// each step says how it shall be, and looks again before it does. Safe to share.
/// </summary>
public sealed class ScheduleSync(
    ITemporalClient client, SchedulePlanner planner, PinnedDefinitions pinned, RunOptions options, ILogger<ScheduleSync> logger)
{
    private readonly ScheduleDirectory _directory = new(client, options.TaskQueue);
    private readonly ConcurrentDictionary<string, (long Missed, long Skipped)> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ScheduleChangeKind> _warned = new(StringComparer.Ordinal);

    /// <summary>One pass.</summary>
    /// <returns>What was not in step, and how many of the steps failed; those are logged and may be tried again.</returns>
    /// <exception cref="RpcException">The service cannot be reached, or has no schedules.</exception>
    public async Task<(IReadOnlyList<ScheduleChange> Changes, int Failures)> SyncAsync(DefinitionCatalog catalog, CancellationToken cancellationToken = default)
    {
        var (changes, present) = await planner.CompareAsync(catalog, cancellationToken);
        foreach (var schedule in present)
        {
            WarnOfLostTicks(schedule);
        }

        var failures = 0;
        foreach (var change in changes)
        {
            try
            {
                await ApplyAsync(change, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && !IsOutage(e))
            {
                failures++;
                Log.ScheduleNotChanged(logger, change.Kind, change.ScheduleId, change.Definition, e.Message, e);
            }
        }

        Forget(changes);
        return (changes, failures);
    }

    private static bool IsOutage(Exception e) => e is RpcException
    {
        Code: RpcException.StatusCode.Unavailable or RpcException.StatusCode.DeadlineExceeded or RpcException.StatusCode.Unimplemented
            or RpcException.StatusCode.Unauthenticated or RpcException.StatusCode.PermissionDenied
    };

    private async Task ApplyAsync(ScheduleChange change, CancellationToken cancellationToken)
    {
        if (!change.Acts)
        {
            // Once for each reason: a pass a minute must not drown the log.
            if (_warned.TryAdd(change.ScheduleId, change.Kind))
            {
                Log.ScheduleLeftAlone(logger, change.ScheduleId, change.Definition, change.Why);
            }

            return;
        }

        if (change.Desired is { } desired)
        {
            await pinned.RecordAsync(desired.Definition, cancellationToken);
            await (change.Kind == ScheduleChangeKind.Create ? CreateAsync(desired, cancellationToken) : UpdateAsync(desired, cancellationToken));
        }
        else
        {
            await DeleteAsync(change.ScheduleId, cancellationToken);
        }

        Log.ScheduleChanged(logger, change.Kind, change.ScheduleId, change.Definition, change.Why);
    }

    private async Task CreateAsync(DesiredSchedule desired, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateScheduleAsync(
                desired.Id,
                desired.Schedule with { State = desired.StateFor(current: null) },
                new() { Memo = _directory.Memo, TypedSearchAttributes = desired.SearchAttributes, Rpc = ScheduleDirectory.Rpc(cancellationToken) });
        }
        catch (ScheduleAlreadyRunningException)
        {
            // Another process was faster; the next pass compares what it made.
        }
    }

    private async Task UpdateAsync(DesiredSchedule desired, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetScheduleHandle(desired.Id).UpdateAsync(
                async current => await _directory.IsOwnAsync(current.Description.Memo)
                    ? new ScheduleUpdate(desired.Schedule with { State = desired.StateFor(current.Description.Schedule.State) }, desired.SearchAttributes)
                    : null,
                ScheduleDirectory.Rpc(cancellationToken));
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            // Deleted a moment ago; the next pass makes it again.
        }
    }

    private async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetScheduleHandle(id).DeleteAsync(ScheduleDirectory.Rpc(cancellationToken));
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            // Another process was faster.
        }
    }

    private void WarnOfLostTicks(ScheduleDescription schedule)
    {
        var now = (Missed: schedule.Info.NumActionsMissedCatchupWindow, Skipped: schedule.Info.NumActionsSkippedOverlap);
        if (!_counts.TryGetValue(schedule.Id, out var before))
        {
            before = now;
            if (now.Missed > 0)
            {
                // Of a time when service and router were down together nobody else would say so. Which of them are new is not known: the service only counts.
                Log.TicksLostBefore(logger, schedule.Id, now.Missed);
            }
        }

        _counts[schedule.Id] = now;
        if (now.Missed > before.Missed)
        {
            Log.TicksMissed(logger, schedule.Id, now.Missed - before.Missed);
        }

        if (now.Skipped > before.Skipped)
        {
            Log.TicksSkipped(logger, schedule.Id, now.Skipped - before.Skipped);
        }
    }

    private void Forget(IReadOnlyList<ScheduleChange> changes)
    {
        var standing = changes.Where(change => !change.Acts).Select(change => (change.ScheduleId, change.Kind)).ToHashSet();
        foreach (var (id, kind) in _warned)
        {
            if (!standing.Contains((id, kind)))
            {
                _warned.TryRemove(id, out _);
            }
        }
    }
}
