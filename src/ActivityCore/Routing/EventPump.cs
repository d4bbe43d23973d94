using ActivityCore.Events;
using ActivityCore.Runs;
using ActivityCore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Routing;

/// <summary>
/// Routes what is stored and not routed yet: at once what the intakes of this process hand over, and by a sweep whatever a crash, an outage or
/// another process has left. An event that cannot be routed waits longer each time and holds up no other.
/// </summary>
public sealed class EventPump(
    EventInbox inbox, EventRouter router, RunStarter starter, IEventLog events, IRunLog runs, TimeProvider time, ILogger<EventPump> logger) : BackgroundService
{
    private const int Parallelism = 16;
    private const int SweepPage = 200;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(5);

    // A row this old and still pending is nobody's work in progress.
    private static readonly TimeSpan PendingAge = TimeSpan.FromSeconds(30);

    private readonly WaitingEvents _waiting = new(time);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([SweepAsync(stoppingToken), .. Enumerable.Range(0, Parallelism).Select(_ => RouteAsync(stoppingToken))]);

    private async Task RouteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var stored in inbox.ReadAsync(stoppingToken))
            {
                try
                {
                    await RouteOneAsync(stored, stoppingToken);
                }
                finally
                {
                    inbox.Done(stored);
                }
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The way to end it; a call that is cut off says so in the words of its driver.
        }
    }

    private async Task RouteOneAsync(StoredEvent stored, CancellationToken stoppingToken)
    {
        try
        {
            await router.RouteAsync(stored.Envelope, stoppingToken);
            _waiting.Remove(stored.Sequence);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is, the event stays unrouted in the store, and the sweep brings it back.
            var (failures, delay) = _waiting.Add(stored.Sequence);
            Log.RoutingFailed(logger, stored.Envelope.Type, stored.Envelope.Publisher, stored.Envelope.Id, failures, delay, e);
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = SweepInterval;
            try
            {
                await SweepEventsAsync(stoppingToken);
                await SweepRunsAsync(stoppingToken);
                failures = 0;
                pause = NextSweep();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                pause = Backoff.After(++failures);
                Log.SweepFailed(logger, pause, e);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SweepEventsAsync(CancellationToken stoppingToken)
    {
        var begun = time.GetUtcNow();
        var waiting = new HashSet<long>();
        var last = 0L;
        int count;
        do
        {
            var page = await events.ListUnroutedAsync(last, SweepPage, stoppingToken);
            count = page.Count;
            foreach (var stored in page)
            {
                last = stored.Sequence;
                if (_waiting.Contains(last))
                {
                    waiting.Add(last);
                }

                if (_waiting.MayBeTried(last))
                {
                    inbox.TryAdd(stored);
                }
            }
        }
        // A long backlog is not read again and again: what finds no room is there at the next sweep.
        while (count == SweepPage && !inbox.IsFull);

        _waiting.Keep(waiting, count == SweepPage ? last : long.MaxValue, begun);
    }

    // Runs by request have no event that would bring them back, whatever event they were given to look at.
    private async Task SweepRunsAsync(CancellationToken stoppingToken)
    {
        // Asked for like that, since an outage leaves as many pending runs as it had events.
        var filter = new RunFilter { State = RunState.Pending, CauseOtherThan = OccurrenceKind.Event, CreatedBefore = time.GetUtcNow() - PendingAge };
        long? before = null;
        do
        {
            var page = await runs.ListAsync(filter, new(SweepPage, before), stoppingToken);
            foreach (var run in page.Items)
            {
                try
                {
                    await starter.ResumeAsync(run, stoppingToken);
                }
                catch (RunUnusableException e)
                {
                    await runs.MarkFailedAsync(run.RunId, e.Message, stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    Log.ResumeFailed(logger, run.RunId, run.DefinitionName, e);
                }
            }

            before = page.Next;
        }
        while (before is not null);
    }

    private TimeSpan NextSweep() =>
        TimeSpan.FromMilliseconds(Math.Clamp((_waiting.UntilNext() ?? SweepInterval).TotalMilliseconds, 200, SweepInterval.TotalMilliseconds));
}
