using System.Text.Json;
using ActivityCore.Events;

namespace ActivityCore.Storage;

/// <summary>Events in the database.</summary>
internal sealed class EventLog(Database database, TimeProvider time) : IEventLog
{
    public async Task<EventReceipt> AddAsync(
        EventEnvelope envelope, string intake, IReadOnlyList<string> schemaFlags, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (!DbText.IsStorable(envelope.Publisher) || !DbText.IsStorable(envelope.Type) || !DbText.IsStorable(envelope.Version))
        {
            throw new ArgumentException("An event's publisher, type and version hold neither U+0000 nor lone surrogates.", nameof(envelope));
        }

        var receipt = await database.WriteAsync(
            async session =>
            {
                var identity = new { publisher = envelope.Publisher, id = envelope.Id.ToString("D") };
                var inserted = await session.ExecuteAsync(EventSql.Insert, new
                {
                    identity.publisher,
                    identity.id,
                    type = envelope.Type,
                    version = envelope.Version,
                    occurredAt = session.Time(envelope.Timestamp),
                    now = session.Time(time.GetUtcNow()),
                    envelope = AuditJson.Write(envelope),
                    intake = DbText.Clean(intake),
                    schemaFlags = AuditJson.Write(schemaFlags),
                    holdsSecrets = EventContent.HoldsSecrets(envelope),
                });
                var row = (await session.FirstOrDefaultAsync<Row>($"{EventSql.Select} where publisher = @publisher and id = @id", identity))!;
                var stored = Map(row);
                if (inserted > 0)
                {
                    return new EventReceipt(EventArrival.New, stored);
                }

                if (row.ContentHash is { } hash ? string.Equals(hash, EventContent.Hash(envelope), StringComparison.Ordinal) : SameContent(stored.Envelope, envelope))
                {
                    return new EventReceipt(EventArrival.Duplicate, stored);
                }

                await session.ExecuteAsync(EventSql.CountConflict, identity);
                return new EventReceipt(EventArrival.Conflict, stored with { Conflicts = stored.Conflicts + 1 });
            },
            cancellationToken);
        CrashPoints.Reach(CrashPoints.AfterEventStored);
        return receipt;
    }

    public async Task<IReadOnlyList<StoredEvent>> ListUnroutedAsync(long after, int limit, CancellationToken cancellationToken = default)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<Row>($"{EventSql.Select} where state = 'received' and seq > @after order by seq limit @limit", new { after, limit }), cancellationToken);
        return [.. rows.Select(Map)];
    }

    public Task MarkRoutedAsync(string publisher, Guid id, bool noMatch, CancellationToken cancellationToken = default) => database.WriteAsync(
        session => session.ExecuteAsync(EventSql.MarkRouted, new { publisher, id = id.ToString("D"), noMatch, now = session.Time(time.GetUtcNow()) }), cancellationToken);

    public async Task<StoredEvent?> FindAsync(string publisher, Guid id, CancellationToken cancellationToken = default)
    {
        var row = await database.ReadAsync(
            session => session.FirstOrDefaultAsync<Row>($"{EventSql.Select} where publisher = @publisher and id = @id", new { publisher, id = id.ToString("D") }), cancellationToken);
        return row is null ? null : Map(row);
    }

    public async Task<Page<StoredEvent>> ListAsync(EventFilter filter, PageRequest page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(page);
        var rows = await database.ReadAsync(
            session =>
            {
                var where = new Filter()
                    .Add("type = @type", "type", filter.Type)
                    .Add("publisher = @publisher", "publisher", filter.Publisher)
                    .Add("id = @id", "id", filter.Id?.ToString("D"))
                    .Add("state = @state", "state", filter.State is { } state ? EnumText<EventState>.Of(state) : null)
                    .Add("no_match = @noMatch", "noMatch", filter.NoMatch)
                    .Add("received_at >= @since", "since", filter.Since is { } since ? session.Time(since) : null);
                return session.QueryAsync<Row>(where.Page(EventSql.Select, page), where.Parameters);
            },
            cancellationToken);
        return Filter.ToPage(rows, page, Map, row => row.Seq);
    }

    public Task<IReadOnlyDictionary<EventState, long>> CountAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync(session => Counts.ReadAsync<EventState>(session, "select state as Name, count(*) as Count from events group by state"), cancellationToken);

    private static bool SameContent(EventEnvelope first, EventEnvelope second) =>
        string.Equals(first.Type, second.Type, StringComparison.Ordinal)
        && string.Equals(first.Version, second.Version, StringComparison.Ordinal)
        && first.Timestamp == second.Timestamp
        && JsonElement.DeepEquals(first.Attributes, second.Attributes);

    private static StoredEvent Map(Row row) => new()
    {
        Sequence = row.Seq,
        Envelope = AuditJson.Read<EventEnvelope>(row.Envelope),
        Intake = row.Intake,
        ReceivedAt = DbText.ReadTime(row.ReceivedAt),
        State = EnumText<EventState>.Parse(row.State),
        RoutedAt = DbText.ReadTimeOrNull(row.RoutedAt),
        NoMatch = row.NoMatch,
        SchemaFlags = AuditJson.Read<IReadOnlyList<string>>(row.SchemaFlags),
        Conflicts = row.Conflicts,
        PayloadRemovedAt = DbText.ReadTimeOrNull(row.PayloadRemovedAt),
    };

    private sealed class Row
    {
        public required long Seq { get; init; }

        public required string Envelope { get; init; }

        public required string Intake { get; init; }

        public required object ReceivedAt { get; init; }

        public required string State { get; init; }

        public object? RoutedAt { get; init; }

        public required bool NoMatch { get; init; }

        public required string SchemaFlags { get; init; }

        public required int Conflicts { get; init; }

        public string? ContentHash { get; init; }

        public object? PayloadRemovedAt { get; init; }
    }
}
