namespace ActivityCore.Storage;

/// <summary>The statements on <c>runs</c>.</summary>
internal static class RunSql
{
    private const string Columns = """
        seq as Seq, run_id as RunId, definition_id as DefinitionId, definition_name as DefinitionName, definition_hash as DefinitionHash,
        occurrence_kind as OccurrenceKind, occurrence_key as OccurrenceKey, nominal_time as NominalTime,
        event_publisher as EventPublisher, event_id as EventId, state as State, not_matched_because as NotMatchedBecause,
        matched as Matched, missed as Missed, errors as Errors, tasks as Tasks, instructions as Instructions,
        created_at as CreatedAt, started_at as StartedAt, decided_at as DecidedAt, concluded_at as ConcludedAt, finished_at as FinishedAt, failure as Failure, payload_removed_at as PayloadRemovedAt
        """;

    public const string SelectList = $"select {Columns} from runs";

    public const string SelectOne = $"select {Columns}, context as Context, context_notes as ContextNotes, decision as Decision from runs where run_id = @runId";

    public const string SelectTick =
        $"select {Columns}, context as Context, context_notes as ContextNotes, decision as Decision from runs where occurrence_kind = 'schedule' and definition_id = @definitionId and nominal_time = @nominalTime";

    public const string Insert = """
        insert into runs (run_id, definition_id, definition_name, definition_hash, occurrence_kind, occurrence_key, nominal_time,
                          event_publisher, event_id, state, not_matched_because, created_at)
        values (@runId, @definitionId, @definitionName, @definitionHash, @occurrenceKind, @occurrenceKey, @nominalTime,
                @eventPublisher, @eventId, @state, @notMatchedBecause, @now)
        on conflict do nothing
        """;

    public const string MarkRunning = "update runs set state = 'running', started_at = @now where run_id = @runId and state = 'pending'";

    public const string SaveContext = "update runs set context = @context, context_notes = @notes where run_id = @runId and context is null";

    public const string SaveDecision = """
        update runs set decision = @decision, decided_at = @now, matched = @matched, missed = @missed, errors = @errors, tasks = @tasks, instructions = @instructions,
            held = @held
        where run_id = @runId and decision is null
        """;

    public const string Conclude = "update runs set tasks = @tasks, concluded_at = @now, held = held or @held where run_id = @runId and concluded_at is null";

    /// <summary>What the other runs of a definition have asked for and were let do.</summary>
    public const string CountAsked = """
        select coalesce(sum(tasks), 0) from runs
        where definition_id = @definitionId and coalesce(concluded_at, decided_at) > @since and tasks > 0 and not held and run_id <> @runId
        """;

    public const string MarkCompleted = """
        update runs set state = 'completed', finished_at = @now, started_at = coalesce(started_at, @now), failure = null
        where run_id = @runId and state in ('pending', 'running', 'failed')
        """;

    public const string MarkStopped = """
        update runs set state = @state, finished_at = @now, started_at = coalesce(started_at, @now), failure = @failure
        where run_id = @runId and state in ('pending', 'running')
        """;

    public const string Release = "update runs set state = 'running', finished_at = null, failure = null where run_id = @runId and state = 'parked'";

    public const string Drop = "update runs set state = 'dropped', finished_at = @now, failure = @reason where run_id = @runId and state = 'parked'";

    public const string Exists = "select count(*) from runs where run_id = @runId";

    public const string Count = "select state as Name, count(*) as Count from runs group by state";
}
