namespace ActivityCore.Storage;

/// <summary>The statements of retention.</summary>
internal static class RetentionSql
{
    private const string NoOpenRun = """
        not exists (select 1 from runs where runs.event_publisher = events.publisher and runs.event_id = events.id and runs.state in ('pending', 'running', 'parked'))
        """;

    private const string WithSecrets = $"from events where holds_secrets is not false and state = 'routed' and {NoOpenRun}";

    private const string OldEvents = $"from events where payload_removed_at is null and received_at < @before and state = 'routed' and {NoOpenRun}";

    private const string OldRuns = """
        from runs where payload_removed_at is null
            and ((state in ('completed', 'failed', 'dropped') and finished_at < @before) or (state = 'not_matched' and created_at < @before))
            and not exists (select 1 from dead_letters where dead_letters.source = runs.run_id and dead_letters.resolved_at is null)
            and not exists (select 1 from evidence_log where evidence_log.run_id = runs.run_id and evidence_log.state = 'pending')
        """;

    private const string OldLetters = "from dead_letters where payload_removed_at is null and resolved_at < @before";

    public const string SelectWithSecrets = $"select seq as Seq, envelope as Text {WithSecrets} order by seq limit @limit";

    public const string SelectOldEvents = $"select seq as Seq, envelope as Text, content_hash as Hash {OldEvents} order by seq limit @limit";

    public const string SelectOldRuns = $"select seq as Seq, run_id as RunId, decision as Text {OldRuns} order by seq limit @limit";

    public const string CountOldEvents = $"select count(*) {OldEvents}";

    public const string CountOldRuns = $"select count(*) {OldRuns}";

    public const string CountOldLetters = $"select count(*) {OldLetters}";

    public const string SetEnvelope = """
        update events set envelope = @envelope, content_hash = @hash, holds_secrets = false, payload_removed_at = @removedAt where seq = @seq
        """;

    public const string EmptyRun = """
        update runs set context = null, decision = @decision, payload_removed_at = @now,
            not_matched_because = case when not_matched_because is null then null else @text end
        where seq = @seq
        """;

    public const string SelectTasks = "select seq as Seq, payload as Text from task_spawn_log where run_id = @runId and payload_removed_at is null";

    public const string EmptyTask = "update task_spawn_log set payload = @payload, explanation = null, payload_removed_at = @now where seq = @seq";

    public const string EmptyInstructions = "update instruction_log set output = null, tasks = case when tasks is null then null else '[]' end where run_id = @runId";

    public const string EmptyEvidence = "update evidence_log set payload = @marker where run_id = @runId";

    public const string EmptyLetters = $"update dead_letters set payload = @text, payload_removed_at = @now where seq in (select seq {OldLetters} order by seq limit @limit)";
}
