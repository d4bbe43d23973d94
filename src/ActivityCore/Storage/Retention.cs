using System.Text.Json;
using ActivityCore.Events;
using ActivityCore.Rules;
using ActivityCore.Tasks;

namespace ActivityCore.Storage;

/// <summary>Retention in the database, in transactions of a bounded size.</summary>
internal sealed class Retention(Database database, TimeProvider time) : IRetention
{
    private const int BatchSize = 200;

    public Task<int> MaskSecretsAsync(CancellationToken cancellationToken = default) => RepeatAsync(MaskBatchAsync, cancellationToken);

    public Task<RetentionCounts> CountAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => database.ReadAsync(
        async session =>
        {
            var parameters = new { before = session.Time(before) };
            return new RetentionCounts(
                (int)await session.ScalarAsync<long>(RetentionSql.CountOldEvents, parameters),
                (int)await session.ScalarAsync<long>(RetentionSql.CountOldRuns, parameters),
                (int)await session.ScalarAsync<long>(RetentionSql.CountOldLetters, parameters));
        },
        cancellationToken);

    public async Task<RetentionCounts> RemovePayloadsAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => new(
        await RepeatAsync(session => RemoveEventsAsync(session, before), cancellationToken),
        await RepeatAsync(session => RemoveRunsAsync(session, before), cancellationToken),
        await RepeatAsync(session => RemoveLettersAsync(session, before), cancellationToken));

    // One process at a time works on a batch; another that wanted the same rows finds them done.
    private async Task<int> RepeatAsync(Func<Session, Task<int>> batch, CancellationToken cancellationToken)
    {
        for (var all = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var done = await database.WriteAsync(
                async session =>
                {
                    await session.LockAsync("activity-core retention");
                    return await batch(session);
                },
                cancellationToken);
            all += done;
            if (done < BatchSize)
            {
                return all;
            }
        }
    }

    private static async Task<int> MaskBatchAsync(Session session)
    {
        var rows = await session.QueryAsync<Row>(RetentionSql.SelectWithSecrets, new { limit = BatchSize });
        foreach (var row in rows)
        {
            var envelope = AuditJson.Read<EventEnvelope>(row.Text!);
            await session.ExecuteAsync(RetentionSql.SetEnvelope, EventContent.HoldsSecrets(envelope)
                ? new { seq = row.Seq, envelope = AuditJson.Write(EventContent.Masked(envelope)), hash = (string?)EventContent.Hash(envelope), removedAt = (object?)null }
                : new { seq = row.Seq, envelope = row.Text!, hash = (string?)null, removedAt = (object?)null });
        }

        return rows.Count;
    }

    private async Task<int> RemoveEventsAsync(Session session, DateTimeOffset before)
    {
        var now = session.Time(time.GetUtcNow());
        var rows = await session.QueryAsync<Row>(RetentionSql.SelectOldEvents, new { before = session.Time(before), limit = BatchSize });
        foreach (var row in rows)
        {
            var envelope = AuditJson.Read<EventEnvelope>(row.Text!);
            await session.ExecuteAsync(
                RetentionSql.SetEnvelope,
                new { seq = row.Seq, envelope = AuditJson.Write(EventContent.Emptied(envelope)), hash = row.Hash ?? EventContent.Hash(envelope), removedAt = now });
        }

        return rows.Count;
    }

    private async Task<int> RemoveRunsAsync(Session session, DateTimeOffset before)
    {
        var now = time.GetUtcNow();
        var text = RetentionText.Removed(now);
        var rows = await session.QueryAsync<Row>(RetentionSql.SelectOldRuns, new { before = session.Time(before), limit = BatchSize });
        foreach (var row in rows)
        {
            var decision = row.Text is null ? null : AuditJson.Write(Emptied(AuditJson.Read<Decision>(row.Text), text));
            await session.ExecuteAsync(RetentionSql.EmptyRun, new { seq = row.Seq, decision, text, now = session.Time(now) });
            foreach (var task in await session.QueryAsync<Row>(RetentionSql.SelectTasks, new { runId = row.RunId }))
            {
                var spec = AuditJson.Read<TaskSpec>(task.Text!) with { Title = $"({text})", Description = "", Labels = [] };
                await session.ExecuteAsync(RetentionSql.EmptyTask, new { seq = task.Seq, payload = AuditJson.Write(spec), now = session.Time(now) });
            }

            await session.ExecuteAsync(RetentionSql.EmptyInstructions, new { runId = row.RunId });
            await session.ExecuteAsync(RetentionSql.EmptyEvidence, new { runId = row.RunId, marker = JsonSerializer.Serialize(new { payload_removed_at = now.UtcDateTime }) });
        }

        return rows.Count;
    }

    private Task<int> RemoveLettersAsync(Session session, DateTimeOffset before)
    {
        var now = time.GetUtcNow();
        return session.ExecuteAsync(
            RetentionSql.EmptyLetters, new { before = session.Time(before), limit = BatchSize, text = $"({RetentionText.Removed(now)})", now = session.Time(now) });
    }

    // Which rule came to what stays; what it saw and asked for goes.
    private static Decision Emptied(Decision decision, string text) => new()
    {
        Rules = [.. decision.Rules.Select(rule => Emptied(rule, text))],
        Tasks = [],
        Instructions = [.. decision.Instructions.Select(instruction => instruction with { Verdict = Emptied(instruction.Verdict, text), Planned = null })],
        FailRun = decision.FailRun is null ? null : text,
    };

    private static RuleDecision Emptied(RuleDecision rule, string text) => rule with { Item = null, Because = text, Leaves = [] };

    private sealed class Row
    {
        public required long Seq { get; init; }

        public string? RunId { get; init; }

        public string? Text { get; init; }

        public string? Hash { get; init; }
    }
}
