namespace ActivityCore.Tasks;

/// <summary>The statements on <c>task_spawn_log</c> and <c>task_attempts</c>.</summary>
internal static class TaskSpawnSql
{
    public const string Select = """
        select seq as Seq, task_key as TaskKey, run_id as RunId, definition_id as DefinitionId, definition_hash as DefinitionHash,
               explanation as Explanation, payload as Payload, fingerprint as Fingerprint, conflicts as Conflicts,
               sink as Sink, sent_event_id as SentEventId, state as State, task_ref as TaskRef, task_url as TaskUrl,
               dedupe_key as DedupeKey, duplicate_of as DuplicateOf, last_error as LastError, attempts as Attempts,
               created_at as CreatedAt, finished_at as FinishedAt
        from task_spawn_log
        """;

    public const string SelectLive = Select + " where task_key = @key and state <> 'dry_run'";

    public const string SelectDryRun = Select + " where task_key = @key and state = 'dry_run'";

    public const string SelectBySequence = Select + " where seq = @seq";

    public const string SelectByKey = Select + " where task_key = @key order by case when state = 'dry_run' then 1 else 0 end limit 1";

    /// <summary>
    /// The first task that stands for a problem: it has a reference, or its run is still at it, or it is of the run whose tasks are sent now (a run that
    /// has ended may be sent by hand). Those that only repeat another do not prolong its time.
    /// </summary>
    public const string SelectFirstLive = Select + """
         where dedupe_key = @dedupeKey
            and (state = 'created'
                or (state = 'pending' and run_id = @runId)
                or (state = 'pending' and exists (select 1 from runs where runs.run_id = task_spawn_log.run_id and runs.state in ('pending', 'running'))))
            and created_at >= @since and task_key <> @key order by seq limit 1
        """;

    public const string SelectFirstDryRun = Select + """
         where dedupe_key = @dedupeKey and state = 'dry_run' and duplicate_of is null and created_at >= @since and task_key <> @key order by seq limit 1
        """;

    public const string Insert = """
        insert into task_spawn_log (task_key, run_id, definition_id, definition_hash, source_type, source_id, condition, explanation, target_repo,
                                    payload, fingerprint, sink, sent_event_id, state, task_ref, dedupe_key, duplicate_of, created_at, finished_at)
        values (@key, @runId, @definitionId, @definitionHash, @sourceType, @sourceId, @condition, @explanation, @targetRepo,
                @payload, @fingerprint, @sink, @sentEventId, @state, @taskRef, @dedupeKey, @duplicateOf, @now, @finishedAt)
        """;

    public const string CountConflict = "update task_spawn_log set conflicts = conflicts + 1 where seq = @seq";

    public const string BeginAttempt = """
        insert into task_attempts (task_seq, number, sink, started_at) values (@seq, @number, @sink, @now)
        """;

    public const string RecordAttemptOnRow = "update task_spawn_log set attempts = @number, sink = @sink, sent_event_id = @sentEventId where seq = @seq";

    public const string EndAttempt = """
        update task_attempts set ended_at = @now, outcome = @outcome, detail = @detail where task_seq = @seq and number = @number and ended_at is null
        """;

    public const string SelectAttempts = """
        select number as Number, sink as Sink, started_at as StartedAt, ended_at as EndedAt, outcome as Outcome, detail as Detail
        from task_attempts where task_seq = @seq order by number
        """;

    /// <summary>Also from rejected: a late answer that the task exists is worth more than an earlier refusal.</summary>
    public const string MarkCreated = """
        update task_spawn_log set state = 'created', task_ref = @reference, task_url = @url, last_error = null, finished_at = @now
        where seq = @seq and state in ('pending', 'rejected')
        """;

    public const string MarkRejected = "update task_spawn_log set state = 'rejected', last_error = @reason, finished_at = @now where seq = @seq and state = 'pending'";

    public const string MarkRetry = "update task_spawn_log set last_error = @reason where seq = @seq and state = 'pending'";

    public const string Reopen = "update task_spawn_log set state = 'pending', finished_at = null where task_key = @key and state = 'rejected'";

    public const string Search = Select + """
         where task_ref = @text or task_key like @prefix escape '\'
            or task_ref like @hash escape '\' or task_ref like @colon escape '\' or task_ref like @slash escape '\'
        order by case when state = 'dry_run' then 1 else 0 end, seq desc limit 20
        """;

    public const string Count = "select state as Name, count(*) as Count from task_spawn_log group by state";
}
