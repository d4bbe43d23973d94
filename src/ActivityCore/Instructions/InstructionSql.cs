namespace ActivityCore.Instructions;

/// <summary>The statements on <c>instruction_log</c> and <c>instruction_attempts</c>.</summary>
internal static class InstructionSql
{
    private const string Select = """
        select seq as Seq, instruction_key as InstructionKey, run_id as RunId, instruction_id as InstructionId, item as Item, kind as Kind, state as State,
               attempts as Attempts, summary as Summary, reference as Reference, output as Output, tasks as Tasks, last_error as LastError,
               created_at as CreatedAt, finished_at as FinishedAt
        from instruction_log
        """;

    public const string SelectByKey = Select + " where instruction_key = @key";

    public const string SelectBySequence = Select + " where seq = @seq";

    public const string SelectByRun = Select + " where run_id = @runId order by seq";

    public const string Insert = """
        insert into instruction_log (instruction_key, run_id, instruction_id, item, kind, state, created_at)
        values (@key, @runId, @instructionId, @item, @kind, 'pending', @now)
        on conflict (instruction_key) do nothing
        """;

    public const string BeginAttempt = """
        insert into instruction_attempts (instruction_seq, number, worker, started_at, renewed_at) values (@seq, @number, @worker, @now, @now)
        """;

    public const string MarkStarted = "update instruction_log set state = 'started', attempts = @number, last_error = null where seq = @seq";

    public const string Renew = "update instruction_attempts set renewed_at = @now where instruction_seq = @seq and number = @number and ended_at is null";

    public const string EndAttempt = """
        update instruction_attempts set ended_at = @now, outcome = @outcome, detail = @detail where instruction_seq = @seq and number = @number and ended_at is null
        """;

    public const string MarkPending = "update instruction_log set state = 'pending', last_error = @error, output = @output where seq = @seq and state = 'started'";

    public const string MarkSucceeded = """
        update instruction_log set state = 'succeeded', summary = @summary, reference = @reference, output = @output, tasks = @tasks, task_count = @taskCount,
                                   last_error = null, finished_at = @now
        where seq = @seq and state in ('pending', 'started')
        """;

    public const string MarkFailed = """
        update instruction_log set state = 'failed', last_error = @error, output = @output, finished_at = @now where seq = @seq and state in ('pending', 'started')
        """;

    public const string SelectAttempts = """
        select number as Number, worker as Worker, started_at as StartedAt, renewed_at as RenewedAt, ended_at as EndedAt, outcome as Outcome, detail as Detail
        from instruction_attempts where instruction_seq = @seq order by number
        """;
}
