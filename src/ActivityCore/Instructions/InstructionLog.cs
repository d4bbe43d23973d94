using ActivityCore.Storage;

namespace ActivityCore.Instructions;

/// <summary>The instructions' audit in the database.</summary>
internal sealed class InstructionLog(Database database, TimeProvider time) : IInstructionLog
{
    private const int MaxSummary = 500;
    private const string UnknownEnd = "its worker ended or lost its connections, so nobody knows whether it was done";

    public Task<InstructionClaim> BeginAsync(string runId, PlannedInstruction plan, string worker, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return database.WriteAsync(session => BeginAsync(session, runId, plan, worker, lease), cancellationToken);
    }

    public Task<bool> RenewAsync(long sequence, int attempt, CancellationToken cancellationToken = default) => database.WriteAsync(
        async session => await session.ExecuteAsync(InstructionSql.Renew, new { seq = sequence, number = attempt, now = Now(session) }) > 0, cancellationToken);

    public Task<InstructionRecord> RecordAsync(PlannedInstruction plan, long sequence, int attempt, InstructionOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(outcome);
        return database.WriteAsync(
            async session =>
            {
                await session.LockAsync($"instruction {plan.Key}");
                return await RecordAsync(session, plan, sequence, attempt, outcome);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<InstructionRecord>> ListAsync(string runId, CancellationToken cancellationToken = default) => database.ReadAsync<IReadOnlyList<InstructionRecord>>(
        async session =>
        {
            var records = new List<InstructionRecord>();
            foreach (var row in await session.QueryAsync<InstructionRow>(InstructionSql.SelectByRun, new { runId }))
            {
                records.Add(row.ToRecord(await AttemptsAsync(session, row.Seq)));
            }

            return records;
        },
        cancellationToken);

    private async Task<InstructionClaim> BeginAsync(Session session, string runId, PlannedInstruction plan, string worker, TimeSpan lease)
    {
        await session.LockAsync($"instruction {plan.Key}");
        await session.ExecuteAsync(InstructionSql.Insert, new
        {
            key = plan.Key,
            runId,
            instructionId = plan.InstructionId,
            item = plan.Item is { } item ? DbText.Clean(item) : null,
            kind = EnumText<InstructionKind>.Of(plan.Kind),
            now = Now(session),
        });
        var row = (await session.FirstOrDefaultAsync<InstructionRow>(InstructionSql.SelectByKey, new { key = plan.Key }))!;
        var attempts = await AttemptsAsync(session, row.Seq);
        if (row.FinishedAt is not null)
        {
            return new InstructionClaim.Settled(row.ToRecord(attempts));
        }

        if (attempts is [.., { EndedAt: null } open])
        {
            if (plan.Kind == InstructionKind.Workflow)
            {
                return new InstructionClaim.Begun(row.Seq, open.Number);
            }

            if (open.RenewedAt + lease - time.GetUtcNow() is { Ticks: > 0 } left)
            {
                return new InstructionClaim.Wait(left);
            }

            await session.ExecuteAsync(InstructionSql.EndAttempt, new { seq = row.Seq, number = open.Number, outcome = "unknown", detail = UnknownEnd, now = Now(session) });
            if (plan.AtMostOnce)
            {
                var reason = $"Attempt {open.Number} has no known end: {UnknownEnd}. It is to be done at most once, so it is not tried again; see to it by hand.";
                return new InstructionClaim.Settled(await SettleAsync(session, plan, row.Seq, new InstructionOutcome.Failed(reason)));
            }
        }

        var number = row.Attempts + 1;
        await session.ExecuteAsync(InstructionSql.BeginAttempt, new { seq = row.Seq, number, worker = DbText.Clean(worker), now = Now(session) });
        await session.ExecuteAsync(InstructionSql.MarkStarted, new { seq = row.Seq, number });
        return new InstructionClaim.Begun(row.Seq, number);
    }

    private async Task<InstructionRecord> RecordAsync(Session session, PlannedInstruction plan, long seq, int number, InstructionOutcome outcome)
    {
        var (word, detail) = outcome switch
        {
            InstructionOutcome.Succeeded done => ("succeeded", done.Summary),
            InstructionOutcome.Retry retry => ("retry", retry.Reason),
            InstructionOutcome.Failed failed => ("failed", failed.Reason),
            _ => throw new ArgumentException("Unknown outcome.", nameof(outcome)),
        };
        var ended = await session.ExecuteAsync(InstructionSql.EndAttempt, new { seq, number, outcome = word, detail = Redaction.Text(detail), now = Now(session) });
        return ended > 0
            ? await SettleAsync(session, plan, seq, outcome)
            : (await session.FirstOrDefaultAsync<InstructionRow>(InstructionSql.SelectBySequence, new { seq }))!.ToRecord(await AttemptsAsync(session, seq));
    }

    private async Task<InstructionRecord> SettleAsync(Session session, PlannedInstruction plan, long seq, InstructionOutcome outcome)
    {
        var now = time.GetUtcNow();
        switch (outcome)
        {
            case InstructionOutcome.Succeeded done:
                await session.ExecuteAsync(InstructionSql.MarkSucceeded, new
                {
                    seq,
                    summary = Redaction.Text(done.Summary, MaxSummary),
                    reference = done.Reference is { } reference ? DbText.Clean(reference) : null,
                    output = Kept(done.Output),
                    tasks = plan.ReturnsTasks ? AuditJson.Write(done.Tasks) : null,
                    taskCount = done.Tasks.Count,
                    now = session.Time(now),
                });
                break;
            case InstructionOutcome.Retry retry:
                await session.ExecuteAsync(InstructionSql.MarkPending, new { seq, error = Redaction.Text(retry.Reason), output = (string?)null });
                break;
            case InstructionOutcome.Failed failed:
                await session.ExecuteAsync(InstructionSql.MarkFailed, new { seq, error = Redaction.Text(failed.Reason), output = Kept(failed.Output), now = session.Time(now) });
                await AddDeadLetterAsync(session, plan, seq, failed, now);
                break;
        }

        return (await session.FirstOrDefaultAsync<InstructionRow>(InstructionSql.SelectBySequence, new { seq }))!.ToRecord(await AttemptsAsync(session, seq));
    }

    // In the same transaction, so that a failed instruction and its dead letter are there together or not at all.
    private static async Task AddDeadLetterAsync(Session session, PlannedInstruction plan, long seq, InstructionOutcome.Failed failed, DateTimeOffset now)
    {
        var row = (await session.FirstOrDefaultAsync<InstructionRow>(InstructionSql.SelectBySequence, new { seq }))!;
        await DeadLetters.AddAsync(
            session,
            new()
            {
                Kind = DeadLetterKind.Instruction,
                Key = plan.Key,
                Reason = $"Instruction {plan.InstructionId}: {failed.Reason}",
                Payload = AuditJson.Write(new { instruction = plan, output = row.Output }),
                Source = row.RunId,
            },
            now);
    }

    // The end says more than the beginning. Lines stay lines; what else a terminal would act on is shown as a space.
    private static string? Kept(string? output)
    {
        if (string.IsNullOrWhiteSpace(output))
        {
            return null;
        }

        var text = Redaction.Value(DbText.Clean(output.TrimEnd()));
        var lines = text[Math.Max(0, text.Length - InstructionLimits.MaxKeptOutput)..].ReplaceLineEndings("\n").Split('\n');
        return string.Join('\n', lines.Select(line => Redaction.Text(line, InstructionLimits.MaxKeptOutput)));
    }

    private object Now(Session session) => session.Time(time.GetUtcNow());

    private static async Task<IReadOnlyList<InstructionAttempt>> AttemptsAsync(Session session, long seq)
    {
        var rows = await session.QueryAsync<AttemptRow>(InstructionSql.SelectAttempts, new { seq });
        return [.. rows.Select(row => new InstructionAttempt
        {
            Number = row.Number,
            Worker = row.Worker,
            StartedAt = DbText.ReadTime(row.StartedAt),
            RenewedAt = DbText.ReadTime(row.RenewedAt),
            EndedAt = DbText.ReadTimeOrNull(row.EndedAt),
            Outcome = row.Outcome,
            Detail = row.Detail,
        })];
    }

    private sealed class AttemptRow
    {
        public required int Number { get; init; }

        public required string Worker { get; init; }

        public required object StartedAt { get; init; }

        public required object RenewedAt { get; init; }

        public object? EndedAt { get; init; }

        public string? Outcome { get; init; }

        public string? Detail { get; init; }
    }
}
