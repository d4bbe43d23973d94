namespace ActivityCore.Evidence;

/// <summary>The statements on <c>evidence_log</c>.</summary>
internal static class EvidenceSql
{
    public const string Select = """
        select seq as Seq, evidence_key as EvidenceKey, run_id as RunId, context_key as ContextKey, event_type as EventType, sink as Sink, entity as Entity,
               payload as Payload, state as State, status as Status, reference as Reference, last_error as LastError, attempts as Attempts,
               observed_at as ObservedAt, created_at as CreatedAt, finished_at as FinishedAt
        from evidence_log
        """;

    public const string SelectByKey = Select + " where evidence_key = @key";

    public const string SelectByRun = Select + " where run_id = @runId order by seq";

    public const string Insert = """
        insert into evidence_log (evidence_key, run_id, context_key, event_type, sink, entity, payload, state, status, last_error, observed_at, created_at, finished_at)
        values (@key, @runId, @context, @eventType, @sink, @entity, @payload, @state, @status, @error, @observedAt, @now, @finishedAt)
        on conflict do nothing
        """;

    public const string BeginAttempt = "update evidence_log set attempts = attempts + 1 where evidence_key = @key and state = 'pending'";

    public const string MarkSubmitted = """
        update evidence_log set state = 'submitted', reference = @reference, last_error = null, finished_at = @now where evidence_key = @key and state = 'pending'
        """;

    public const string MarkRetry = "update evidence_log set last_error = @reason where evidence_key = @key and state = 'pending'";

    public const string MarkRejected = """
        update evidence_log set state = 'rejected', status = @status, last_error = @reason, finished_at = @now where evidence_key = @key and state = 'pending'
        """;

    /// <summary>Also what is pending: a replay that was cut off has left it so, and its letter open.</summary>
    public const string Reopen = """
        update evidence_log set state = 'pending', status = null, finished_at = null where evidence_key = @key and state in ('pending', 'rejected')
        """;

    public const string Count = "select state as Name, count(*) as Count from evidence_log group by state";
}
