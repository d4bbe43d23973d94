using System.Security.Cryptography;
using System.Text;
using ActivityCore.Tasks;
using ActivityCore.Telemetry;

namespace ActivityCore.Storage;

/// <summary>Dead letters in the database.</summary>
internal sealed class DeadLetters(Database database, TimeProvider time) : IDeadLetters
{
    private const int PayloadLimit = 64 * 1024;

    private const string Select = """
        select seq as Seq, id as Id, kind as Kind, key as Key, reason as Reason, payload as Payload, source as Source, count as Count,
               created_at as CreatedAt, resolved_at as ResolvedAt, resolution as Resolution
        from dead_letters
        """;

    private const string Upsert = """
        insert into dead_letters (id, kind, key, reason, payload, source, created_at)
        values (@id, @kind, @key, @reason, @payload, @source, @now)
        on conflict (id) do update set count = dead_letters.count + 1, reason = excluded.reason, resolved_at = null, resolution = null,
            payload = case when dead_letters.payload_removed_at is null then dead_letters.payload else excluded.payload end, payload_removed_at = null
        """;

    private const string Resolve = "update dead_letters set resolved_at = @now, resolution = @resolution where id = @id and resolved_at is null";

    public Task<string> AddAsync(NewDeadLetter letter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(letter);
        return database.WriteAsync(session => AddAsync(session, letter, time.GetUtcNow()), cancellationToken);
    }

    public async Task<DeadLetter?> FindAsync(string idOrPrefix, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(idOrPrefix);
        var rows = await database.ReadAsync(
            session => session.QueryAsync<Row>($"{Select} where id like @prefix escape '\\' limit 2", new { prefix = DbText.Prefix(idOrPrefix) }), cancellationToken);
        return rows.Count == 1 ? Map(rows[0]) : null;
    }

    public async Task<Page<DeadLetter>> ListAsync(DeadLetterFilter filter, PageRequest page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(page);
        var rows = await database.ReadAsync(
            session =>
            {
                var where = new Filter()
                    .Add("kind = @kind", "kind", filter.Kind is { } kind ? EnumText<DeadLetterKind>.Of(kind) : null)
                    .Add("source = @source", "source", filter.Source)
                    .Add("created_at >= @since", "since", filter.Since is { } since ? session.Time(since) : null);
                if (filter.OnlyOpen)
                {
                    where.Add("resolved_at is null");
                }

                return session.QueryAsync<Row>(where.Page(Select, page), where.Parameters);
            },
            cancellationToken);
        return Filter.ToPage(rows, page, Map, row => row.Seq);
    }

    public Task<bool> ResolveAsync(string id, string resolution, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(resolution);
        return database.WriteAsync(session => ResolveAsync(session, id, resolution, time.GetUtcNow()), cancellationToken);
    }

    public Task<IReadOnlyDictionary<DeadLetterKind, long>> CountOpenAsync(CancellationToken cancellationToken = default) => database.ReadAsync(
        session => Counts.ReadAsync<DeadLetterKind>(session, "select kind as Name, count(*) as Count from dead_letters where resolved_at is null group by kind"), cancellationToken);

    /// <summary>The id of what is about this key.</summary>
    internal static string IdOf(DeadLetterKind kind, string source, string key) =>
        TaskKey.Base32(SHA256.HashData(Encoding.UTF8.GetBytes($"{EnumText<DeadLetterKind>.Of(kind)}\n{source}\n{key}")))[..20];

    /// <summary>Adds within another store's transaction.</summary>
    internal static async Task<string> AddAsync(Session session, NewDeadLetter letter, DateTimeOffset now)
    {
        var id = IdOf(letter.Kind, letter.Source, letter.Key);
        var payload = Redaction.Document(DbText.Clean(letter.Payload));
        await session.ExecuteAsync(Upsert, new
        {
            id,
            kind = EnumText<DeadLetterKind>.Of(letter.Kind),
            key = DbText.Clean(letter.Key),
            reason = Redaction.Text(letter.Reason),
            payload = payload.Length <= PayloadLimit ? payload : DbText.Clean(payload[..PayloadLimit]),
            source = DbText.Clean(letter.Source),
            now = session.Time(now),
        });
        EngineMetrics.DeadLetterWritten(letter.Kind);
        return id;
    }

    /// <summary>Settles within another store's transaction.</summary>
    internal static async Task<bool> ResolveAsync(Session session, string id, string resolution, DateTimeOffset now) =>
        await session.ExecuteAsync(Resolve, new { id, resolution = Redaction.Text(resolution), now = session.Time(now) }) > 0;

    private static DeadLetter Map(Row row) => new()
    {
        Sequence = row.Seq,
        Id = row.Id,
        Kind = EnumText<DeadLetterKind>.Parse(row.Kind),
        Key = row.Key,
        Reason = row.Reason,
        Payload = row.Payload,
        Source = row.Source,
        Count = row.Count,
        CreatedAt = DbText.ReadTime(row.CreatedAt),
        ResolvedAt = DbText.ReadTimeOrNull(row.ResolvedAt),
        Resolution = row.Resolution,
    };

    private sealed class Row
    {
        public required long Seq { get; init; }

        public required string Id { get; init; }

        public required string Kind { get; init; }

        public required string Key { get; init; }

        public required string Reason { get; init; }

        public required string Payload { get; init; }

        public required string Source { get; init; }

        public required int Count { get; init; }

        public required object CreatedAt { get; init; }

        public object? ResolvedAt { get; init; }

        public string? Resolution { get; init; }
    }
}
