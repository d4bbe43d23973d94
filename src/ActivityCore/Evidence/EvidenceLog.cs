using System.Text.Json;
using ActivityCore.Storage;

namespace ActivityCore.Evidence;

/// <summary>Evidence in the database. Payloads are masked once more as they are written.</summary>
internal sealed class EvidenceLog(Database database, TimeProvider time) : IEvidenceLog
{
    public Task<IReadOnlyList<EvidenceRecord>> AddAsync(string runId, IReadOnlyList<PlannedEvidence> planned, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(planned);
        return database.WriteAsync<IReadOnlyList<EvidenceRecord>>(
            async session =>
            {
                foreach (var evidence in planned)
                {
                    await AddAsync(session, runId, evidence);
                }

                var rows = await session.QueryAsync<Row>(EvidenceSql.SelectByRun, new { runId });
                return [.. rows.Select(Map)];
            },
            cancellationToken);
    }

    public Task<EvidenceRecord?> BeginAttemptAsync(string key, CancellationToken cancellationToken = default) =>
        ChangeAsync(key, session => session.ExecuteAsync(EvidenceSql.BeginAttempt, new { key }), cancellationToken);

    public Task<EvidenceRecord> RecordAsync(string key, EvidenceResult result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        return database.WriteAsync(session => RecordAsync(session, key, result, time.GetUtcNow()), cancellationToken);
    }

    public Task<EvidenceRecord?> ReopenAsync(string key, CancellationToken cancellationToken = default) =>
        ChangeAsync(key, session => session.ExecuteAsync(EvidenceSql.Reopen, new { key }), cancellationToken);

    public async Task<Page<EvidenceRecord>> ListAsync(EvidenceFilter filter, PageRequest page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(page);
        var rows = await database.ReadAsync(
            session =>
            {
                var where = new Filter()
                    .Add("run_id = @runId", "runId", filter.RunId)
                    .Add("state = @state", "state", filter.State is { } state ? EnumText<EvidenceState>.Of(state) : null)
                    .Add("sink = @sink", "sink", filter.Sink)
                    .Add("event_type = @eventType", "eventType", filter.EventType)
                    .Add("created_at >= @since", "since", filter.Since is { } since ? session.Time(since) : null);
                return session.QueryAsync<Row>(where.Page(EvidenceSql.Select, page), where.Parameters);
            },
            cancellationToken);
        return Filter.ToPage(rows, page, Map, row => row.Seq);
    }

    public Task<IReadOnlyDictionary<EvidenceState, long>> CountAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync(session => Counts.ReadAsync<EvidenceState>(session, EvidenceSql.Count), cancellationToken);

    private Task<EvidenceRecord?> ChangeAsync(string key, Func<Session, Task<int>> change, CancellationToken cancellationToken) => database.WriteAsync(
        async session => await change(session) > 0 ? Map((await session.FirstOrDefaultAsync<Row>(EvidenceSql.SelectByKey, new { key }))!) : null,
        cancellationToken);

    private async Task AddAsync(Session session, string runId, PlannedEvidence evidence)
    {
        var now = time.GetUtcNow();
        var payload = Payload(evidence.Payload);
        var added = await session.ExecuteAsync(EvidenceSql.Insert, new
        {
            key = evidence.Key,
            runId,
            context = evidence.Context,
            eventType = evidence.EventType,
            sink = evidence.Sink,
            entity = DbText.Clean(evidence.Entity),
            payload,
            state = EnumText<EvidenceState>.Of(evidence.State),
            status = evidence.Status,
            error = evidence.Reason is { } reason ? Redaction.Text(reason, 500) : null,
            observedAt = session.Time(evidence.ObservedAt),
            now = session.Time(now),
            finishedAt = evidence.State == EvidenceState.Pending ? null : session.Time(now),
        });
        if (added > 0 && evidence.State == EvidenceState.Rejected)
        {
            await LetterAsync(session, runId, evidence.Key, payload, evidence.Status!, evidence.Reason!, now);
        }
    }

    private static async Task<EvidenceRecord> RecordAsync(Session session, string key, EvidenceResult result, DateTimeOffset now)
    {
        var changed = result switch
        {
            EvidenceResult.Submitted submitted => await session.ExecuteAsync(
                EvidenceSql.MarkSubmitted, new { key, reference = Redaction.Text(submitted.Reference, 200), now = session.Time(now) }),
            EvidenceResult.Rejected rejected => await session.ExecuteAsync(
                EvidenceSql.MarkRejected, new { key, status = rejected.Status, reason = Redaction.Text(rejected.Reason, 500), now = session.Time(now) }),
            EvidenceResult.Retry retry => await session.ExecuteAsync(EvidenceSql.MarkRetry, new { key, reason = Redaction.Text(retry.Reason, 500) }),
            _ => throw new ArgumentException("Unknown result.", nameof(result)),
        };
        var row = await session.FirstOrDefaultAsync<Row>(EvidenceSql.SelectByKey, new { key }) ?? throw new ArgumentException($"There is no evidence {key}.", nameof(key));
        if (changed > 0 && result is EvidenceResult.Rejected refused)
        {
            await LetterAsync(session, row.RunId, key, row.Payload, refused.Status, refused.Reason, now);
        }
        else if (changed > 0 && result is EvidenceResult.Submitted)
        {
            await DeadLetters.ResolveAsync(session, DeadLetters.IdOf(DeadLetterKind.Evidence, row.RunId, key), $"submitted as {row.Reference}", now);
        }

        return Map(row);
    }

    private static Task LetterAsync(Session session, string runId, string key, string payload, string status, string reason, DateTimeOffset now) => DeadLetters.AddAsync(
        session, new() { Kind = DeadLetterKind.Evidence, Key = key, Reason = $"{status}: {reason}", Payload = payload, Source = runId }, now);

    private static string Payload(JsonElement payload) => DbText.Clean(AuditJson.Write(Redaction.Json(payload)));

    private static EvidenceRecord Map(Row row) => new()
    {
        Sequence = row.Seq,
        Key = row.EvidenceKey,
        RunId = row.RunId,
        Context = row.ContextKey,
        EventType = row.EventType,
        Sink = row.Sink,
        Entity = row.Entity,
        Payload = JsonElement.Parse(row.Payload),
        State = EnumText<EvidenceState>.Parse(row.State),
        Status = row.Status,
        Reference = row.Reference,
        LastError = row.LastError,
        Attempts = row.Attempts,
        ObservedAt = DbText.ReadTime(row.ObservedAt),
        CreatedAt = DbText.ReadTime(row.CreatedAt),
        FinishedAt = DbText.ReadTimeOrNull(row.FinishedAt),
    };

    private sealed class Row
    {
        public required long Seq { get; init; }

        public required string EvidenceKey { get; init; }

        public required string RunId { get; init; }

        public required string ContextKey { get; init; }

        public required string EventType { get; init; }

        public required string Sink { get; init; }

        public required string Entity { get; init; }

        public required string Payload { get; init; }

        public required string State { get; init; }

        public string? Status { get; init; }

        public string? Reference { get; init; }

        public string? LastError { get; init; }

        public required int Attempts { get; init; }

        public required object ObservedAt { get; init; }

        public required object CreatedAt { get; init; }

        public object? FinishedAt { get; init; }
    }
}
