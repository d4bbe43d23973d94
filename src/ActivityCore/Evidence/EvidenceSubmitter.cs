using ActivityCore.Storage;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Evidence;

/// <summary>
/// Rows, then attempts, each counted before it is made: a crash at any point leaves rows that the next try finds, sends what is missing and looks for
/// what may have come through. Safe to share.
/// </summary>
public sealed class EvidenceSubmitter(IEvidenceLog log, EvidencePlanner planner, IEnumerable<IEvidenceSink> sinks, ILogger<EvidenceSubmitter> logger) : IDeadLetterReplay
{
    private const int Parallelism = 4;
    private readonly Dictionary<string, IEvidenceSink> _sinks = sinks.ToDictionary(sink => sink.Name, StringComparer.Ordinal);

    /// <inheritdoc/>
    public DeadLetterKind Kind => DeadLetterKind.Evidence;

    /// <summary>Sends what is not sent yet. What cannot be sent now is open in the outcome and never an exception.</summary>
    public async Task<EvidenceOutcome> SubmitAsync(EvidenceSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var rows = await log.AddAsync(source.RunId, planner.Plan(source), cancellationToken);
        TimeSpan? wait = null;
        foreach (var chunk in rows.Where(row => row.State == EvidenceState.Pending).Chunk(Parallelism))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var results = await Task.WhenAll(chunk.Select(row => SendAsync(row.Key, cancellationToken)));
            wait = results.OfType<EvidenceResult.Retry>().Select(retry => retry.After).Append(wait).Max();
        }

        return await OutcomeAsync(source.RunId, wait, cancellationToken);
    }

    /// <summary>Ends what is still open: after so long it says nothing about now. Dead letters keep it.</summary>
    public async Task<EvidenceOutcome> GiveUpAsync(string runId, string reason, CancellationToken cancellationToken = default)
    {
        foreach (var row in (await log.AddAsync(runId, [], cancellationToken)).Where(row => row.State == EvidenceState.Pending))
        {
            await log.RecordAsync(row.Key, new EvidenceResult.Rejected(EvidenceStatus.GivenUp, $"{reason} Last: {row.LastError ?? "not tried"}"), cancellationToken);
        }

        return await OutcomeAsync(runId, null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ReplayResult> ReplayAsync(DeadLetter letter, ReplayOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(letter);
        if (await log.ReopenAsync(letter.Key, cancellationToken) is null)
        {
            return new ReplayResult.Impossible("The evidence is not there, or is no longer rejected; `activity-core evidence list` shows how it stands.");
        }

        return await SendAsync(letter.Key, cancellationToken) switch
        {
            EvidenceResult.Submitted submitted => new ReplayResult.Replayed($"submitted as {submitted.Reference}"),
            EvidenceResult.Rejected rejected => new ReplayResult.RefusedAgain($"{rejected.Status}: {rejected.Reason}"),
            EvidenceResult.Retry retry => await RefuseAgainAsync(letter.Key, retry, cancellationToken),
            _ => new ReplayResult.NotNow("Somebody else is at it."),
        };
    }

    // No workflow waits for it any more, so an open row would stay open for ever.
    private async Task<ReplayResult> RefuseAgainAsync(string key, EvidenceResult.Retry retry, CancellationToken cancellationToken)
    {
        await log.RecordAsync(key, new EvidenceResult.Rejected(EvidenceStatus.GivenUp, retry.Reason), cancellationToken);
        return new ReplayResult.NotNow(retry.Reason);
    }

    private async Task<EvidenceResult?> SendAsync(string key, CancellationToken cancellationToken)
    {
        if (await log.BeginAttemptAsync(key, cancellationToken) is not { } row)
        {
            return null;
        }

        var result = !_sinks.TryGetValue(row.Sink, out var sink) ? new EvidenceResult.Retry($"{row.Sink} is not configured in this process any more")
            : WithoutTarget(row) ? new EvidenceResult.Rejected(EvidenceStatus.NoWidgetMapped, "The evidence was written without a widget; add a mapping, and the next run is sent.")
            : await SendAsync(sink, row, cancellationToken);
        // What was sent is recorded even when the caller has gone meanwhile.
        await log.RecordAsync(key, result, CancellationToken.None);
        if (result is not EvidenceResult.Submitted)
        {
            Log.NotSubmitted(logger, row.EventType, row.Sink, row.RunId, result is EvidenceResult.Rejected rejected ? rejected.Reason : ((EvidenceResult.Retry)result).Reason);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return result;
    }

    private async Task<EvidenceResult> SendAsync(IEvidenceSink sink, EvidenceRecord row, CancellationToken cancellationToken)
    {
        try
        {
            return await sink.SendAsync(row.Key, row.Payload, maybeThere: row.Attempts > 1, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new EvidenceResult.Retry("the worker was stopped before the answer came");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log.SinkThrew(logger, sink.Name, row.Key, e.GetType().Name);
            return new EvidenceResult.Retry(e.GetType().Name);
        }
    }

    private static bool WithoutTarget(EvidenceRecord row) =>
        row.Sink is EvidenceSinks.InterHub && !row.Payload.TryGetProperty("widgetId", out _) && !row.Payload.TryGetProperty("capabilityRef", out _);

    private async Task<EvidenceOutcome> OutcomeAsync(string runId, TimeSpan? wait, CancellationToken cancellationToken) =>
        new(await log.AddAsync(runId, [], cancellationToken), wait);
}
