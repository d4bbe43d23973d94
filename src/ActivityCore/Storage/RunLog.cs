using System.Text.Json;
using ActivityCore.Events;
using ActivityCore.Rules;
using ActivityCore.Telemetry;

namespace ActivityCore.Storage;

/// <summary>Runs in the database.</summary>
internal sealed class RunLog(Database database, TimeProvider time) : IRunLog
{
    public async Task<RunInsert> AddAsync(NewRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        var insert = await database.WriteAsync(
            async session =>
            {
                var inserted = await session.ExecuteAsync(RunSql.Insert, new
                {
                    runId = run.RunId,
                    definitionId = run.DefinitionId.ToString("D"),
                    definitionName = DbText.Clean(run.DefinitionName),
                    definitionHash = run.DefinitionHash,
                    occurrenceKind = EnumText<OccurrenceKind>.Of(run.Occurrence.Kind),
                    occurrenceKey = DbText.Clean(run.Occurrence.Key),
                    nominalTime = session.Time(run.Occurrence.NominalTime),
                    eventPublisher = run.EventPublisher,
                    eventId = run.EventId?.ToString("D"),
                    state = EnumText<RunState>.Of(run.NotMatchedBecause is null ? RunState.Pending : RunState.NotMatched),
                    notMatchedBecause = run.NotMatchedBecause is null ? null : Redaction.Text(run.NotMatchedBecause, 4_000),
                    now = session.Time(time.GetUtcNow()),
                });
                return new RunInsert(inserted > 0, await StandingAsync(session, run));
            },
            cancellationToken);
        if (insert.IsNew)
        {
            EngineMetrics.RunIs(insert.Run.State);
        }

        CrashPoints.Reach(CrashPoints.AfterRunRow);
        return insert;
    }

    public Task MarkRunningAsync(string runId, CancellationToken cancellationToken = default) =>
        CountedAsync(
            RunState.Running, UpdateAsync(RunSql.MarkRunning, runId, session => new { runId, now = session.Time(time.GetUtcNow()) }, cancellationToken));

    public Task<JsonElement> SaveContextAsync(string runId, JsonElement context, IReadOnlyDictionary<string, string>? notes = null, CancellationToken cancellationToken = default) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync(RunSql.SaveContext, new
            {
                runId,
                context = Redaction.Json(context).GetRawText(),
                notes = notes is null ? null : AuditJson.Write(notes.ToDictionary(note => note.Key, note => Redaction.Text(note.Value), StringComparer.Ordinal)),
            });
            return (await GetAsync(session, runId)).Context!.Value;
        },
        cancellationToken);

    public async Task<Decision> SaveDecisionAsync(string runId, Decision asked, int? maxTasksPerHour = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var (standing, parked) = await database.WriteAsync(
            async session =>
            {
                var decision = asked.HeldBecause is null && asked.Tasks.Count > 0
                    ? asked with { HeldBecause = await HeldByTheHourAsync(session, runId, "The decision asks", asked.Tasks.Count, maxTasksPerHour) }
                    : asked;
                var saved = await session.ExecuteAsync(RunSql.SaveDecision, new
                {
                    runId,
                    decision = AuditJson.Write(Redaction.Decision(decision)),
                    now = session.Time(time.GetUtcNow()),
                    matched = decision.Verdicts.Count(rule => rule.Verdict == Verdict.Match),
                    missed = decision.Verdicts.Count(rule => rule.Verdict == Verdict.Miss),
                    errors = decision.Verdicts.Count(rule => rule.Verdict == Verdict.Error),
                    tasks = decision.Tasks.Count,
                    instructions = decision.PlannedInstructions.Count(),
                    held = decision.HeldBecause is not null,
                });
                var parks = saved > 0 && decision.HeldBecause is { } held && await StopAsync(session, runId, RunState.Parked, held);
                return ((await GetAsync(session, runId)).Decision!, parks);
            },
            cancellationToken);
        Count(RunState.Parked, parked);
        CrashPoints.Reach(CrashPoints.AfterDecisionSaved);
        return standing;
    }

    public async Task<string?> ConcludeAsync(
        string runId, int tasks, string? heldBecause, int? maxTasksPerHour = null, CancellationToken cancellationToken = default)
    {
        var (reason, parked) = await database.WriteAsync(
            async session =>
            {
                if (await GetAsync(session, runId) is { ConcludedAt: not null } standing)
                {
                    return (standing.State == RunState.Parked ? standing.Failure : null, false);
                }

                var held = heldBecause ?? await HeldByTheHourAsync(session, runId, "The rules and instructions ask", tasks, maxTasksPerHour);
                await session.ExecuteAsync(RunSql.Conclude, new { runId, tasks, now = session.Time(time.GetUtcNow()), held = held is not null });
                return (held, held is not null && await StopAsync(session, runId, RunState.Parked, held));
            },
            cancellationToken);
        Count(RunState.Parked, parked);
        return reason;
    }

    public Task MarkCompletedAsync(string runId, CancellationToken cancellationToken = default) =>
        CountedAsync(
            RunState.Completed, UpdateAsync(RunSql.MarkCompleted, runId, session => new { runId, now = session.Time(time.GetUtcNow()) }, cancellationToken));

    public Task MarkFailedAsync(string runId, string failure, CancellationToken cancellationToken = default) => StopAsync(runId, RunState.Failed, failure, cancellationToken);

    public Task MarkParkedAsync(string runId, string reason, CancellationToken cancellationToken = default) => StopAsync(runId, RunState.Parked, reason, cancellationToken);

    public Task<bool> ReleaseAsync(string runId, CancellationToken cancellationToken = default) => UpdateAsync(RunSql.Release, runId, _ => new { runId }, cancellationToken);

    public Task<bool> DropAsync(string runId, string reason, CancellationToken cancellationToken = default) =>
        CountedAsync(
            RunState.Dropped,
            UpdateAsync(RunSql.Drop, runId, session => new { runId, reason = Redaction.Text(reason), now = session.Time(time.GetUtcNow()) }, cancellationToken));

    public async Task<RunRecord?> FindAsync(string runId, CancellationToken cancellationToken = default)
    {
        var row = await database.ReadAsync(session => session.FirstOrDefaultAsync<RunRow>(RunSql.SelectOne, new { runId }), cancellationToken);
        return row?.ToRecord();
    }

    public async Task<Page<RunRecord>> ListAsync(RunFilter filter, PageRequest page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(page);
        var rows = await database.ReadAsync(
            session =>
            {
                var where = new Filter()
                    .Add("state = @state", "state", filter.State is { } state ? EnumText<RunState>.Of(state) : null)
                    .Add("definition_id = @definitionId", "definitionId", filter.DefinitionId?.ToString("D"))
                    .Add("definition_name = @definitionName", "definitionName", filter.DefinitionName)
                    .Add("event_publisher = @eventPublisher", "eventPublisher", filter.EventPublisher)
                    .Add("event_id = @eventId", "eventId", filter.EventId?.ToString("D"))
                    .Add("occurrence_kind <> @otherKind", "otherKind", filter.CauseOtherThan is { } kind ? EnumText<OccurrenceKind>.Of(kind) : null)
                    .Add("run_id like @prefix escape '\\'", "prefix", filter.RunIdPrefix is { } prefix ? DbText.Prefix(prefix) : null)
                    .Add("created_at >= @since", "since", filter.Since is { } since ? session.Time(since) : null)
                    .Add("created_at < @createdBefore", "createdBefore", filter.CreatedBefore is { } before ? session.Time(before) : null);
                return session.QueryAsync<RunRow>(where.Page(RunSql.SelectList, page), where.Parameters);
            },
            cancellationToken);
        return Filter.ToPage(rows, page, row => row.ToRecord(), row => row.Seq);
    }

    public Task<IReadOnlyDictionary<RunState, long>> CountAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync(session => Counts.ReadAsync<RunState>(session, RunSql.Count), cancellationToken);

    // The lock is held until the caller's transaction is committed, so that the next decision of the definition counts it: no two workers let through what only one may.
    private async Task<string?> HeldByTheHourAsync(Session session, string runId, string who, int tasks, int? maxTasksPerHour)
    {
        if (maxTasksPerHour is not { } limit)
        {
            return null;
        }

        var definitionId = (await GetAsync(session, runId)).DefinitionId.ToString("D");
        await session.LockAsync($"tasks of {definitionId}");
        var asked = await session.ScalarAsync<long>(RunSql.CountAsked, new { definitionId, runId, since = session.Time(time.GetUtcNow() - TimeSpan.FromHours(1)) });
        return asked + tasks <= limit
            ? null
            : $"{who} for {tasks} tasks, {asked} were asked for within the last hour, and limits.max_tasks_per_hour is {limit}: nothing was emitted. Release or drop the run.";
    }

    private Task<bool> StopAsync(string runId, RunState state, string failure, CancellationToken cancellationToken) => CountedAsync(
        state, UpdateAsync(RunSql.MarkStopped, runId, session => Stopped(session, runId, state, failure), cancellationToken));

    private async Task<bool> StopAsync(Session session, string runId, RunState state, string failure) =>
        await session.ExecuteAsync(RunSql.MarkStopped, Stopped(session, runId, state, failure)) > 0;

    private object Stopped(Session session, string runId, RunState state, string failure) =>
        new { runId, state = EnumText<RunState>.Of(state), failure = Redaction.Text(failure), now = session.Time(time.GetUtcNow()) };

    private static async Task<bool> CountedAsync(RunState state, Task<bool> update)
    {
        var changed = await update;
        Count(state, changed);
        return changed;
    }

    private static void Count(RunState state, bool changed)
    {
        if (changed)
        {
            EngineMetrics.RunIs(state);
        }
    }

    private Task<bool> UpdateAsync(string sql, string runId, Func<Session, object> parameters, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            if (await session.ExecuteAsync(sql, parameters(session)) > 0)
            {
                return true;
            }

            return await session.ScalarAsync<long>(RunSql.Exists, new { runId }) > 0 ? false : throw new RunNotFoundException(runId);
        },
        cancellationToken);

    // Under its own id, or, for a tick, under the id of whichever run had it first.
    private static async Task<RunRecord> StandingAsync(Session session, NewRun run)
    {
        var row = await session.FirstOrDefaultAsync<RunRow>(RunSql.SelectOne, new { runId = run.RunId });
        if (row is null && run.Occurrence.Kind == OccurrenceKind.Schedule)
        {
            row = await session.FirstOrDefaultAsync<RunRow>(
                RunSql.SelectTick, new { definitionId = run.DefinitionId.ToString("D"), nominalTime = session.Time(run.Occurrence.NominalTime) });
        }

        return (row ?? throw new RunNotFoundException(run.RunId)).ToRecord();
    }

    private static async Task<RunRecord> GetAsync(Session session, string runId) =>
        (await session.FirstOrDefaultAsync<RunRow>(RunSql.SelectOne, new { runId }) ?? throw new RunNotFoundException(runId)).ToRecord();
}
