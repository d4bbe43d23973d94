using System.Globalization;

namespace ActivityCore.Events;

/// <summary>
/// One cause of runs. Its <see cref="Key"/> is part of the workflow id and of every task key, so its format never changes:
/// <c>publisher/event id</c>, <c>schedule:definition@nominal time</c> or <c>manual:request id</c>.
/// </summary>
public sealed record Occurrence
{
    private Occurrence(OccurrenceKind kind, string key, DateTimeOffset nominalTime)
    {
        Kind = kind;
        Key = key;
        NominalTime = nominalTime;
    }

    /// <summary>What kind of cause it is.</summary>
    public OccurrenceKind Kind { get; }

    /// <summary>The cause's identity.</summary>
    public string Key { get; }

    /// <summary>What <c>now</c> is for every expression of the run: the event's time, the schedule's nominal time, or the time of the request (UTC).</summary>
    public DateTimeOffset NominalTime { get; }

    /// <summary>The occurrence of an event: ids are unique per publisher only, so both are in the key.</summary>
    public static Occurrence OfEvent(EventEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return new(OccurrenceKind.Event, $"{envelope.Publisher}/{envelope.Id:D}", envelope.Timestamp.ToUniversalTime());
    }

    /// <summary>The occurrence of a schedule's tick: the nominal time, not the moment at which it came to run.</summary>
    public static Occurrence OfSchedule(Guid definitionId, DateTimeOffset nominalTime)
    {
        var utc = nominalTime.ToUniversalTime();
        return new(OccurrenceKind.Schedule, string.Create(CultureInfo.InvariantCulture, $"{SeriesOf(definitionId)}@{utc:yyyy-MM-ddTHH:mm:ssZ}"), utc);
    }

    /// <summary>What the keys of all ticks of a definition begin with.</summary>
    public static string SeriesOf(Guid definitionId) => $"schedule:{definitionId:D}";

    /// <summary>The occurrence of a request by hand.</summary>
    public static Occurrence OfRequest(string requestId, DateTimeOffset requestedAt)
    {
        ArgumentException.ThrowIfNullOrEmpty(requestId);
        return new(OccurrenceKind.Manual, $"manual:{requestId}", requestedAt.ToUniversalTime());
    }

    /// <summary>Rebuilds an occurrence from its stored parts.</summary>
    public static Occurrence Restore(OccurrenceKind kind, string key, DateTimeOffset nominalTime) => new(kind, key, nominalTime);
}
