using System.Diagnostics;
using ActivityCore.Rules;
using ActivityCore.Storage;
using ActivityCore.Telemetry;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Tasks;

/// <summary>
/// Pending row, send, record. The row is committed before anything leaves the process, so a crash at any point leaves a row that the next try finds,
/// and the receiver sees the same key again.
/// </summary>
internal sealed class TaskEmitter(ITaskSpawnLog log, IIssueSink configuredSink, TaskEmitterOptions options, ILogger<TaskEmitter> logger) : ITaskEmitter
{
    public async Task<EmissionOutcome> EmitAsync(Emission emission, IIssueSink? sink = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(emission);
        var rules = VerdictsByTask(emission.Decision);
        var claims = emission.Decision.Tasks.Select(task => new TaskClaim
        {
            Task = task,
            RunId = emission.RunId,
            DefinitionId = emission.DefinitionId,
            DefinitionHash = emission.DefinitionHash,
            Rule = rules.GetValueOrDefault(task.Key),
            Sink = (sink ?? configuredSink).Type,
            SentEventId = (sink ?? configuredSink).SentEventId(task),
        });
        return await EmitAsync([.. claims], sink ?? configuredSink, cancellationToken);
    }

    public async Task<EmissionOutcome?> ResendRejectedAsync(string taskKey, IIssueSink? sink = null, CancellationToken cancellationToken = default)
    {
        sink ??= configuredSink;
        if (sink.IsDryRun)
        {
            throw new ArgumentException("A refused task is sent again for real; name a live sink.", nameof(sink));
        }

        if (await log.ReopenAsync(taskKey, cancellationToken) is not { } row)
        {
            return null;
        }

        var task = new PlannedTask { Key = row.Key, Spec = row.Spec };
        var claim = new TaskClaim
        {
            Task = task,
            RunId = row.RunId,
            DefinitionId = row.DefinitionId,
            DefinitionHash = row.DefinitionHash,
            Rule = row.Rule,
            Sink = sink.Type,
            SentEventId = sink.SentEventId(task),
        };
        return await EmitAsync([claim], sink, cancellationToken);
    }

    private async Task<EmissionOutcome> EmitAsync(IReadOnlyList<TaskClaim> claims, IIssueSink sink, CancellationToken cancellationToken)
    {
        var results = new object[claims.Count];
        // Rows are written in the order of the decision; only the sending goes side by side.
        foreach (var chunk in Enumerable.Range(0, claims.Count).Chunk(options.Parallelism))
        {
            await EmitChunkAsync(chunk, claims, results, sink, cancellationToken);
        }

        // A task that waited for another of this run (the same problem twice) finds that one's reference now.
        foreach (var index in Enumerable.Range(0, claims.Count).Where(index => results[index] is ClaimResult.Wait))
        {
            await EmitChunkAsync([index], claims, results, sink, cancellationToken);
        }

        var settled = results.OfType<TaskSpawn>().Where(row => row.Reference is not null);
        var open = results.Select((result, index) => Open(result, claims[index].Task)).OfType<OpenTask>();
        var outcome = new EmissionOutcome([.. settled], [.. open]);
        Log.Emitted(logger, claims.Count == 0 ? "" : claims[0].RunId, sink.Type, outcome.Settled.Count, outcome.Open.Count);
        return outcome;
    }

    private async Task EmitChunkAsync(int[] chunk, IReadOnlyList<TaskClaim> claims, object[] results, IIssueSink sink, CancellationToken cancellationToken)
    {
        foreach (var index in chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results[index] = sink.IsDryRun
                ? await DryRunAsync(claims[index], sink, cancellationToken)
                : await log.ClaimAsync(claims[index], options.AttemptLease, cancellationToken);
        }

        var sends = chunk.Where(index => results[index] is ClaimResult.Send).ToArray();
        if (sends.Length > 0)
        {
            CrashPoints.Reach(CrashPoints.AfterPendingRow);
        }

        var answers = await Task.WhenAll(sends.Select(index => SendAsync((ClaimResult.Send)results[index], sink, cancellationToken)));
        if (sends.Length > 0)
        {
            CrashPoints.Reach(CrashPoints.AfterSendBeforeRecord);
        }

        foreach (var (index, answer) in sends.Zip(answers))
        {
            // What was sent is recorded even when the caller has gone meanwhile.
            var send = (ClaimResult.Send)results[index];
            results[index] = new Recorded(await log.RecordAsync(send.Task.Sequence, send.Attempt, answer, CancellationToken.None), answer);
            CrashPoints.Reach(CrashPoints.AfterRecord);
        }

        cancellationToken.ThrowIfCancellationRequested();
        foreach (var index in chunk)
        {
            results[index] = results[index] switch
            {
                ClaimResult.Settled done => done.Task,
                Recorded { Row.State: TaskState.Pending, Answer: SinkResult.Retry retry } open =>
                    new OpenTask(open.Row.Key, open.Row.Spec.Title, retry.Reason, Retryable: true, retry.After),
                Recorded recorded => recorded.Row,
                var other => other,
            };
        }
    }

    private async Task<TaskSpawn> DryRunAsync(TaskClaim claim, IIssueSink sink, CancellationToken cancellationToken) =>
        await sink.SendAsync(claim.Task.Key, claim.Task.Spec, cancellationToken) is SinkResult.Created created
            ? await log.RecordDryRunAsync(claim, created.Reference, cancellationToken)
            : throw new InvalidOperationException($"The sink {sink.Type} says that it is a dry run and gave no reference.");

    private async Task<SinkResult> SendAsync(ClaimResult.Send send, IIssueSink sink, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await TrySendAsync(send, sink, cancellationToken);
        EngineMetrics.Sent(sink.Type, result, Stopwatch.GetElapsedTime(started));
        return result;
    }

    private async Task<SinkResult> TrySendAsync(ClaimResult.Send send, IIssueSink sink, CancellationToken cancellationToken)
    {
        try
        {
            return await sink.SendAsync(send.Task.Key, send.Task.Spec with { TriggeringEventId = send.Task.SentEventId }, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new SinkResult.Retry("the worker was stopped before the answer came");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log.SinkThrew(logger, sink.Type, send.Task.Key, e.GetType().Name);
            return new SinkResult.Retry($"{e.GetType().Name}: {Redaction.Text(e.Message, 300)}");
        }
    }

    private static OpenTask? Open(object result, PlannedTask task) => result switch
    {
        OpenTask open => open,
        ClaimResult.Wait wait => new(task.Key, task.Spec.Title, wait.Reason, Retryable: true, wait.After),
        TaskSpawn { State: TaskState.Rejected } row => new(task.Key, task.Spec.Title, row.LastError ?? "refused", Retryable: false, RetryAfter: null),
        _ => null,
    };

    private static Dictionary<string, RuleDecision> VerdictsByTask(Decision decision)
    {
        var rules = new Dictionary<string, RuleDecision>(StringComparer.Ordinal);
        foreach (var rule in decision.Rules)
        {
            foreach (var key in rule.TaskKeys)
            {
                rules.TryAdd(key, rule);
            }
        }

        return rules;
    }

    private sealed record Recorded(TaskSpawn Row, SinkResult Answer);
}
