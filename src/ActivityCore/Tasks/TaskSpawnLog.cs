using System.Security.Cryptography;
using System.Text;
using ActivityCore.Storage;
using ActivityCore.Telemetry;

namespace ActivityCore.Tasks;

/// <summary>The task audit in the database.</summary>
internal sealed class TaskSpawnLog(Database database, TimeProvider time) : ITaskSpawnLog
{
    private static readonly TimeSpan WaitForReference = TimeSpan.FromSeconds(2);

    public Task<ClaimResult> ClaimAsync(TaskClaim claim, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return database.WriteAsync(session => ClaimAsync(session, claim, lease), cancellationToken);
    }

    public Task<TaskSpawn> RecordDryRunAsync(TaskClaim claim, string reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return database.WriteAsync(
            async session =>
            {
                await LockAsync(session, claim.Task);
                if (await session.FirstOrDefaultAsync<TaskSpawnRow>(TaskSpawnSql.SelectDryRun, new { key = claim.Task.Key }) is { } standing)
                {
                    return standing.ToRecord();
                }

                var first = await FirstForProblemAsync(session, claim, TaskSpawnSql.SelectFirstDryRun);
                await InsertAsync(session, claim, TaskState.DryRun, first?.TaskRef ?? reference, first?.TaskKey);
                return (await session.FirstOrDefaultAsync<TaskSpawnRow>(TaskSpawnSql.SelectDryRun, new { key = claim.Task.Key }))!.ToRecord();
            },
            cancellationToken);
    }

    public Task<TaskSpawn> RecordAsync(long sequence, int attempt, SinkResult result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        return database.WriteAsync(session => RecordAsync(session, sequence, attempt, result), cancellationToken);
    }

    public Task<TaskSpawn?> ReopenAsync(string key, CancellationToken cancellationToken = default) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync(TaskSpawnSql.Reopen, new { key });
            return (await session.FirstOrDefaultAsync<TaskSpawnRow>(TaskSpawnSql.SelectLive, new { key }))?.ToRecord() is { State: TaskState.Pending } row ? row : null;
        },
        cancellationToken);

    public Task<TaskSpawn?> FindAsync(string key, CancellationToken cancellationToken = default) => database.ReadAsync(
        async session => await session.FirstOrDefaultAsync<TaskSpawnRow>(TaskSpawnSql.SelectByKey, new { key }) is { } row
            ? await WithAttemptsAsync(session, row)
            : null,
        cancellationToken);

    public Task<IReadOnlyList<TaskSpawn>> SearchAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return database.ReadAsync<IReadOnlyList<TaskSpawn>>(
            async session =>
            {
                var rows = await session.QueryAsync<TaskSpawnRow>(TaskSpawnSql.Search, new
                {
                    text,
                    // Fewer characters would name half of the table.
                    prefix = text.Length >= 4 ? DbText.Prefix(text) : DbText.Literal(text),
                    // Some receivers answer with backend:id or repo/id or repo#id; people know the id alone.
                    hash = DbText.Suffix("#" + text),
                    colon = DbText.Suffix(":" + text),
                    slash = DbText.Suffix("/" + text),
                });
                var found = new List<TaskSpawn>(rows.Count);
                foreach (var row in rows)
                {
                    found.Add(await WithAttemptsAsync(session, row));
                }

                return found;
            },
            cancellationToken);
    }

    public async Task<Page<TaskSpawn>> ListAsync(TaskFilter filter, PageRequest page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(page);
        var rows = await database.ReadAsync(
            session =>
            {
                var where = new Filter()
                    .Add("run_id = @runId", "runId", filter.RunId)
                    .Add("definition_id = @definitionId", "definitionId", filter.DefinitionId?.ToString("D"))
                    .Add("state = @state", "state", filter.State is { } state ? EnumText<TaskState>.Of(state) : null)
                    .Add("sink = @sink", "sink", filter.Sink)
                    .Add("target_repo = @targetRepo", "targetRepo", filter.TargetRepo)
                    .Add("task_ref = @reference", "reference", filter.Reference)
                    .Add("created_at >= @since", "since", filter.Since is { } since ? session.Time(since) : null);
                return session.QueryAsync<TaskSpawnRow>(where.Page(TaskSpawnSql.Select, page), where.Parameters);
            },
            cancellationToken);
        return Filter.ToPage(rows, page, row => row.ToRecord(), row => row.Seq);
    }

    public Task<IReadOnlyDictionary<TaskState, long>> CountAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync(session => Counts.ReadAsync<TaskState>(session, TaskSpawnSql.Count), cancellationToken);

    private async Task<ClaimResult> ClaimAsync(Session session, TaskClaim claim, TimeSpan lease)
    {
        await LockAsync(session, claim.Task);
        if (await session.FirstOrDefaultAsync<TaskSpawnRow>(TaskSpawnSql.SelectLive, new { key = claim.Task.Key }) is { } standing)
        {
            return await ClaimStandingAsync(session, standing, claim, lease);
        }

        var first = await FirstForProblemAsync(session, claim, TaskSpawnSql.SelectFirstLive);
        if (first is { TaskRef: null })
        {
            return new ClaimResult.Wait($"an earlier task for the same problem ({first.TaskKey[..12]}) has no reference yet", WaitForReference);
        }

        var state = first is null ? TaskState.Pending : TaskState.Deduplicated;
        await InsertAsync(session, claim, state, first?.TaskRef, first?.TaskKey);
        var row = (await session.FirstOrDefaultAsync<TaskSpawnRow>(TaskSpawnSql.SelectLive, new { key = claim.Task.Key }))!;
        return first is null ? await BeginAttemptAsync(session, row, claim) : new ClaimResult.Settled(row.ToRecord());
    }

    private async Task<ClaimResult> ClaimStandingAsync(Session session, TaskSpawnRow row, TaskClaim claim, TimeSpan lease)
    {
        if (!string.Equals(row.Fingerprint, Fingerprint(claim.Task.Spec), StringComparison.Ordinal))
        {
            await session.ExecuteAsync(TaskSpawnSql.CountConflict, new { seq = row.Seq });
        }

        if (!string.Equals(row.State, EnumText<TaskState>.Of(TaskState.Pending), StringComparison.Ordinal))
        {
            return new ClaimResult.Settled(row.ToRecord());
        }

        var attempts = await AttemptsAsync(session, row.Seq);
        if (attempts is [.., { EndedAt: null } last] && last.StartedAt + lease - time.GetUtcNow() is { Ticks: > 0 } left)
        {
            return new ClaimResult.Wait("the task may be on its way from another attempt", left);
        }

        return await BeginAttemptAsync(session, row, claim);
    }

    private async Task<ClaimResult> BeginAttemptAsync(Session session, TaskSpawnRow row, TaskClaim claim)
    {
        var number = row.Attempts + 1;
        // The same receiver sees the same event id in every attempt, whatever the settings say meanwhile.
        var sentEventId = row.Attempts > 0 && string.Equals(row.Sink, claim.Sink, StringComparison.Ordinal) ? row.SentEventId : claim.SentEventId;
        await session.ExecuteAsync(TaskSpawnSql.BeginAttempt, new { seq = row.Seq, number, sink = claim.Sink, now = session.Time(time.GetUtcNow()) });
        await session.ExecuteAsync(TaskSpawnSql.RecordAttemptOnRow, new { seq = row.Seq, number, sink = claim.Sink, sentEventId });
        return new ClaimResult.Send(row.ToRecord() with { Attempts = number, Sink = claim.Sink, SentEventId = sentEventId }, number);
    }

    private async Task<TaskSpawn> RecordAsync(Session session, long seq, int number, SinkResult result)
    {
        var now = time.GetUtcNow();
        var (outcome, detail) = result switch
        {
            SinkResult.Created created => ("created", created.Reference),
            SinkResult.Rejected rejected => ("rejected", Redaction.Text(rejected.Reason, 500)),
            SinkResult.Retry retry => ("retry", Redaction.Text(retry.Reason, 500)),
            _ => throw new ArgumentException("Unknown result.", nameof(result)),
        };
        await session.ExecuteAsync(TaskSpawnSql.EndAttempt, new { seq, number, outcome, detail = DbText.Clean(detail), now = session.Time(now) });
        var changed = result switch
        {
            SinkResult.Created created => await session.ExecuteAsync(
                TaskSpawnSql.MarkCreated, new { seq, reference = DbText.Clean(created.Reference), url = created.Url, now = session.Time(now) }),
            SinkResult.Rejected => await session.ExecuteAsync(TaskSpawnSql.MarkRejected, new { seq, reason = detail, now = session.Time(now) }),
            _ => await session.ExecuteAsync(TaskSpawnSql.MarkRetry, new { seq, reason = detail }),
        };
        var row = (await session.FirstOrDefaultAsync<TaskSpawnRow>(TaskSpawnSql.SelectBySequence, new { seq }))
            ?? throw new ArgumentException($"There is no task row {seq}.", nameof(seq));
        if (changed > 0)
        {
            await SettleDeadLetterAsync(session, row, result, detail, now);
        }

        if (changed > 0 && result is not SinkResult.Retry)
        {
            EngineMetrics.TaskIs(EnumText<TaskState>.Parse(row.State), row.Sink);
        }

        return await WithAttemptsAsync(session, row);
    }

    // In the same transaction, so that a refused task and its dead letter are there together or not at all.
    private static Task SettleDeadLetterAsync(Session session, TaskSpawnRow row, SinkResult result, string detail, DateTimeOffset now) => result switch
    {
        SinkResult.Rejected => DeadLetters.AddAsync(
            session,
            new() { Kind = DeadLetterKind.Task, Key = row.TaskKey, Reason = detail, Payload = row.Payload, Source = row.RunId },
            now),
        SinkResult.Created => DeadLetters.ResolveAsync(session, DeadLetters.IdOf(DeadLetterKind.Task, row.RunId, row.TaskKey), $"created as {row.TaskRef}", now),
        _ => Task.CompletedTask,
    };

    // The problem before the task, always, so that no two transactions wait for each other.
    private static async Task LockAsync(Session session, PlannedTask task)
    {
        if (task.DedupeKey is not null)
        {
            await session.LockAsync($"problem {task.DedupeKey}");
        }

        await session.LockAsync($"task {task.Key}");
    }

    private async Task<TaskSpawnRow?> FirstForProblemAsync(Session session, TaskClaim claim, string sql) =>
        claim.Task is { DedupeKey: { } dedupeKey, DedupeWindow: { } window }
            ? await session.FirstOrDefaultAsync<TaskSpawnRow>(sql, new { dedupeKey = DbText.Clean(dedupeKey), since = session.Time(Before(time.GetUtcNow(), window)), key = claim.Task.Key, runId = claim.RunId })
            : null;

    private static DateTimeOffset Before(DateTimeOffset now, TimeSpan window) => window < now - DateTimeOffset.UnixEpoch ? now - window : DateTimeOffset.UnixEpoch;

    private async Task InsertAsync(Session session, TaskClaim claim, TaskState state, string? reference, string? duplicateOf)
    {
        var now = session.Time(time.GetUtcNow());
        var spec = claim.Task.Spec;
        EngineMetrics.TaskIs(state, claim.Sink);
        await session.ExecuteAsync(TaskSpawnSql.Insert, new
        {
            key = claim.Task.Key,
            runId = claim.RunId,
            definitionId = claim.DefinitionId.ToString("D"),
            definitionHash = claim.DefinitionHash,
            sourceType = DbText.Clean(spec.SourceType),
            sourceId = DbText.Clean(spec.SourceId),
            condition = claim.Rule?.Condition is { } condition ? DbText.Clean(condition) : null,
            explanation = claim.Rule is { } rule ? AuditJson.Write(Redaction.Rule(rule)) : null,
            targetRepo = DbText.Clean(spec.TargetRepo),
            payload = AuditJson.Write(spec),
            fingerprint = Fingerprint(spec),
            sink = claim.Sink,
            sentEventId = DbText.Clean(claim.SentEventId),
            state = EnumText<TaskState>.Of(state),
            taskRef = reference,
            dedupeKey = claim.Task.DedupeKey is { } key ? DbText.Clean(key) : null,
            duplicateOf,
            now,
            finishedAt = state == TaskState.Pending ? null : now,
        });
    }

    private static string Fingerprint(TaskSpec spec) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AuditJson.Write(spec))));

    private static async Task<TaskSpawn> WithAttemptsAsync(Session session, TaskSpawnRow row) => row.ToRecord(await AttemptsAsync(session, row.Seq));

    private static async Task<IReadOnlyList<TaskAttempt>> AttemptsAsync(Session session, long seq)
    {
        var rows = await session.QueryAsync<AttemptRow>(TaskSpawnSql.SelectAttempts, new { seq });
        return [.. rows.Select(row => new TaskAttempt
        {
            Number = row.Number,
            Sink = row.Sink,
            StartedAt = DbText.ReadTime(row.StartedAt),
            EndedAt = DbText.ReadTimeOrNull(row.EndedAt),
            Outcome = row.Outcome,
            Detail = row.Detail,
        })];
    }

    private sealed class AttemptRow
    {
        public required int Number { get; init; }

        public required string Sink { get; init; }

        public required object StartedAt { get; init; }

        public object? EndedAt { get; init; }

        public string? Outcome { get; init; }

        public string? Detail { get; init; }
    }
}
