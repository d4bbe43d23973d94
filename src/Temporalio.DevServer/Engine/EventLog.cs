using Temporalio.Api.History.V1;
using Temporalio.DevServer.Storage;

namespace Temporalio.DevServer.Engine;

/// <summary>A run's events: the newest in memory, all in the database. Used under the lock of its workflow.</summary>
internal sealed class EventLog(RunStore store, long runKey)
{
    private const int MaxCached = 1024;
    private const int BatchesPerRead = 256;

    private readonly List<HistoryEvent> _cached = [];

    private long FirstCached => _cached.Count == 0 ? long.MaxValue : _cached[0].EventId;

    public void Add(IReadOnlyList<HistoryEvent> events)
    {
        _cached.AddRange(events);
        if (_cached.Count > MaxCached * 2)
            _cached.RemoveRange(0, _cached.Count - MaxCached);
    }

    /// <summary>Drops the events in memory; they are read again when asked for.</summary>
    public void Forget()
    {
        _cached.Clear();
        _cached.TrimExcess();
    }

    public HistoryEvent? Find(long eventId)
    {
        if (eventId >= FirstCached)
        {
            var index = eventId - FirstCached;
            return index < _cached.Count ? _cached[(int)index] : null;
        }

        return Read(eventId, 1) is [var found, ..] ? found : null;
    }

    /// <summary>At most <paramref name="count"/> events from an id on, in order.</summary>
    public IReadOnlyList<HistoryEvent> Read(long fromEventId, int count)
    {
        var found = new List<HistoryEvent>();
        if (fromEventId < FirstCached)
        {
            var next = fromEventId;
            while (found.Count < count)
            {
                var batches = store.ReadEvents(runKey, next, BatchesPerRead);
                var before = found.Count;
                foreach (var batch in batches)
                {
                    foreach (var e in History.Parser.ParseFrom(batch).Events)
                    {
                        if (e.EventId < next)
                            continue;
                        if (e.EventId > next || found.Count == count)
                            return found;
                        found.Add(e);
                        next++;
                    }
                }

                if (found.Count == before)
                    break;
            }

            if (_cached.Count == 0 && fromEventId == 1 && found.Count < count && found.Count <= MaxCached)
                _cached.AddRange(found);
            return found;
        }

        var start = (int)Math.Min(fromEventId - FirstCached, _cached.Count);
        return _cached.GetRange(start, Math.Min(count, _cached.Count - start));
    }
}
