using Google.Protobuf;
using Temporalio.Api.History.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;

namespace Temporalio.DevServer.Api;

/// <summary>Histories in pages. A started workflow task's events are shown before they are written.</summary>
internal static class HistoryPages
{
    public const int MaxPageSize = 256;

    /// <summary>Larger pages end early, so that an answer stays well below what clients accept.</summary>
    private const int MaxPageBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Events from one id up to another, and the id that the next page begins with; 0 when these are all.
    /// </summary>
    public static (IReadOnlyList<HistoryEvent> Events, long Next) Read(Run run, long from, long last, int size, bool includeTransient)
    {
        var written = run.State.NextEventId - 1;
        var events = new List<HistoryEvent>();
        if (from <= Math.Min(last, written))
            events.AddRange(run.Events.Read(from, (int)Math.Min(size, Math.Min(last, written) - from + 1)));
        var bytes = 0;
        for (var i = 0; i < events.Count; i++)
        {
            bytes += events[i].CalculateSize();
            if (bytes > MaxPageBytes && i + 1 < events.Count)
                return (events.GetRange(0, i + 1), events[i + 1].EventId);
        }

        foreach (var e in WorkflowTasks.Unwritten(run.State, includeTransient))
        {
            if (e.EventId >= from && e.EventId <= last && e.EventId == from + events.Count && events.Count < size)
                events.Add(e);
        }

        var next = from + events.Count;
        return (events, next <= last && events.Count > 0 ? next : 0);
    }

    /// <summary>The id of the last event that readers are shown.</summary>
    public static long LastVisible(RunState state) =>
        state.Task is { StartedEventId: > 0, Transient: false } ? state.NextEventId : state.NextEventId - 1;

    public static ByteString Token(HistoryToken token) => token.ToByteString();

    public static HistoryToken ReadToken(ByteString bytes)
    {
        try
        {
            var token = HistoryToken.Parser.ParseFrom(bytes);
            return token.RunId.Length > 0 && token.NextEventId >= 0 ? token : throw Refusals.InvalidPageToken();
        }
        catch (InvalidProtocolBufferException)
        {
            throw Refusals.InvalidPageToken();
        }
    }
}
