using System.Collections.Concurrent;
using System.Text.Json;
using ActivityCore.Evidence;
using ActivityCore.Storage;
using ActivityCore.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActivityCore.Tests.Evidence;

/// <summary>What a submission leaves in the store, on each database.</summary>
public abstract class EvidenceSubmitterConformance : IAsyncLifetime
{
    private const string Entries = """
          - { sink: state-hub-progress, context: inventory }
          - { sink: inter-hub, context: inventory, event_type: ops-service-observed }
        """;

    private readonly ScriptedEvidenceSink _stateHub = new(EvidenceSinks.StateHubProgress);
    private readonly ScriptedEvidenceSink _interHub = new(EvidenceSinks.InterHub);
    private TestDatabase _database = null!;
    private EvidenceSource _source = null!;

    private protected abstract Task<TestDatabase> CreateAsync();

    public async ValueTask InitializeAsync()
    {
        _database = await CreateAsync();
        var run = Samples.Run(Samples.Event());
        await _database.Events.AddAsync(Samples.Event(run.EventId), "test", []);
        await _database.Runs.AddAsync(run);
        _source = Sample.Source(await Sample.DefinitionAsync(Entries)) with { RunId = run.RunId };
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task SubmitAsync_Twice_SendsEachOnce()
    {
        var sut = await SubmitterAsync();
        var first = await sut.SubmitAsync(_source);
        var second = await sut.SubmitAsync(_source);

        Assert.True(first.IsComplete);
        Assert.Equal(first.Rows.Select(row => (row.Key, row.Reference)), second.Rows.Select(row => (row.Key, row.Reference)));
        Assert.Equal([(EvidenceSinks.StateHubProgress, ""), (EvidenceSinks.InterHub, "well"), (EvidenceSinks.InterHub, "ledger-api")], first.Rows.Select(row => (row.Sink, row.Entity)));
        Assert.All(first.Rows, row => Assert.Equal((EvidenceState.Submitted, 1, $"ref-{row.Key[..8]}"), (row.State, row.Attempts, row.Reference)));
        Assert.Equal([1, 1, 1], _stateHub.Sent.Values.Concat(_interHub.Sent.Values));
    }

    [Fact]
    public async Task SubmitAsync_ReceiverDown_KeepsItOpenAndSendsWhatIsMissing()
    {
        _stateHub.Answers.Enqueue(new EvidenceResult.Retry("down, password=planted0123", TimeSpan.FromSeconds(9)));
        var sut = await SubmitterAsync();

        var first = await sut.SubmitAsync(_source);
        var second = await sut.SubmitAsync(_source);

        Assert.False(first.IsComplete);
        Assert.Equal(TimeSpan.FromSeconds(9), first.RetryAfter);
        Assert.Equal("1 of 3 pieces of evidence are open: ops_inventory_probe to state-hub-progress (down, password=[redacted])", first.Describe());
        Assert.True(second.IsComplete);
        Assert.Equal([2, 1, 1], _stateHub.Sent.Values.Concat(_interHub.Sent.Values));
        Assert.Equal([false, true], _stateHub.MaybeThere);
    }

    /// <summary>The process ends between the answer and its record: the next try looks for it first, and what was recorded is not sent.</summary>
    [Fact]
    public async Task SubmitAsync_CrashBeforeTheRecord_SendsOnlyWhatIsMissing()
    {
        var log = new CrashingLog(_database.Evidence) { CrashAtRecord = 2 };
        await Assert.ThrowsAsync<CrashingLog.Crash>(async () => await (await SubmitterAsync(log)).SubmitAsync(_source));
        var sentBefore = _stateHub.Sent.Values.Sum() + _interHub.Sent.Values.Sum();

        var outcome = await (await SubmitterAsync()).SubmitAsync(_source);

        Assert.True(outcome.IsComplete);
        Assert.Equal(3, sentBefore);
        var again = _stateHub.MaybeThere.Concat(_interHub.MaybeThere).Count(maybe => maybe);
        // Whatever was recorded before the crash is not sent again; the others are looked for.
        Assert.Equal(outcome.Rows.Count(row => row.Attempts == 2), again);
        Assert.InRange(again, 1, 2);
    }

    [Fact]
    public async Task SubmitAsync_Rejected_IsADeadLetterThatCanBeReplayed()
    {
        _stateHub.Answers.Enqueue(new EvidenceResult.Rejected(EvidenceStatus.Refused, "no such type"));
        var sut = await SubmitterAsync();

        var outcome = await sut.SubmitAsync(_source);
        var letter = Assert.Single((await _database.DeadLetters.ListAsync(new(), new())).Items);
        var replayed = await sut.ReplayAsync(letter, new());
        var again = await sut.ReplayAsync(letter, new());

        Assert.Equal((EvidenceState.Rejected, EvidenceStatus.Refused, "no such type"), (outcome.Rows[0].State, outcome.Rows[0].Status, outcome.Rows[0].LastError));
        Assert.Equal((DeadLetterKind.Evidence, outcome.Rows[0].Key, "refused: no such type", _source.RunId), (letter.Kind, letter.Key, letter.Reason, letter.Source));
        Assert.Equal($"submitted as ref-{letter.Key[..8]}", Assert.IsType<ReplayResult.Replayed>(replayed).Resolution);
        Assert.IsType<ReplayResult.Impossible>(again);
        Assert.NotNull((await _database.DeadLetters.FindAsync(letter.Id))!.ResolvedAt);
    }

    /// <summary>The command ends between the answer and its record.</summary>
    [Fact]
    public async Task ReplayAsync_AfterOneThatWasCutOff_LooksForItAndSettlesTheLetter()
    {
        _stateHub.Answers.Enqueue(new EvidenceResult.Rejected(EvidenceStatus.Refused, "no such type"));
        await (await SubmitterAsync()).SubmitAsync(_source);
        var letter = Assert.Single((await _database.DeadLetters.ListAsync(new(), new())).Items);
        var cutOff = await SubmitterAsync(new CrashingLog(_database.Evidence) { CrashAtRecord = 1 });
        await Assert.ThrowsAsync<CrashingLog.Crash>(() => cutOff.ReplayAsync(letter, new()));

        var replayed = await (await SubmitterAsync()).ReplayAsync(letter, new());

        Assert.IsType<ReplayResult.Replayed>(replayed);
        Assert.Equal([false, true, true], _stateHub.MaybeThere);
        Assert.NotNull((await _database.DeadLetters.FindAsync(letter.Id))!.ResolvedAt);
    }

    [Fact]
    public async Task GiveUpAsync_Open_IsRejectedWithALetter()
    {
        _stateHub.Answers.Enqueue(new EvidenceResult.Retry("down"));
        var sut = await SubmitterAsync();
        await sut.SubmitAsync(_source);

        var outcome = await sut.GiveUpAsync(_source.RunId, "It could not be sent for a week.");

        Assert.True(outcome.IsComplete);
        Assert.Equal((EvidenceStatus.GivenUp, "It could not be sent for a week. Last: down"), (outcome.Rows[0].Status, outcome.Rows[0].LastError));
        Assert.Single((await _database.DeadLetters.ListAsync(new() { Kind = DeadLetterKind.Evidence }, new())).Items);
    }

    [Fact]
    public async Task SubmitAsync_Deferred_IsKeptWithItsStatusAndNotSent()
    {
        var outcome = await (await SubmitterAsync(options: Sample.Open with { InterHubIsOpen = false })).SubmitAsync(_source);

        Assert.Equal([(EvidenceState.Submitted, null), (EvidenceState.Deferred, EvidenceStatus.InterHubSinkDeferred)], outcome.Rows.Select(row => (row.State, row.Status)));
        Assert.Empty(_interHub.Sent);
        Assert.Equal(1, (await _database.Evidence.CountAsync())[EvidenceState.Deferred]);
        Assert.Single((await _database.Evidence.ListAsync(new() { State = EvidenceState.Deferred, Sink = EvidenceSinks.InterHub, RunId = _source.RunId }, new())).Items);
    }

    private async Task<EvidenceSubmitter> SubmitterAsync(IEvidenceLog? log = null, EvidenceOptions? options = null) => new(
        log ?? _database.Evidence, new(options ?? Sample.Open, await Sample.EventTypesAsync()), [_stateHub, _interHub], NullLogger<EvidenceSubmitter>.Instance);
}

/// <summary>Answers as the test says and counts what it is sent.</summary>
internal sealed class ScriptedEvidenceSink(string name) : IEvidenceSink
{
    public string Name => name;

    public ConcurrentQueue<EvidenceResult> Answers { get; } = new();

    public ConcurrentDictionary<string, int> Sent { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<bool> MaybeThere { get; } = new();

    public Task<EvidenceResult> SendAsync(string key, JsonElement payload, bool maybeThere, CancellationToken cancellationToken = default)
    {
        Sent.AddOrUpdate(key, 1, (_, count) => count + 1);
        MaybeThere.Enqueue(maybeThere);
        return Task.FromResult(Answers.TryDequeue(out var answer) ? answer : new EvidenceResult.Submitted($"ref-{key[..8]}"));
    }
}

/// <summary>Ends at a record, as a killed process would: nothing after it is written.</summary>
internal sealed class CrashingLog(IEvidenceLog inner) : IEvidenceLog
{
    private int _records;

    public int CrashAtRecord { get; init; }

    public Task<IReadOnlyList<EvidenceRecord>> AddAsync(string runId, IReadOnlyList<PlannedEvidence> planned, CancellationToken cancellationToken = default) => inner.AddAsync(runId, planned, cancellationToken);

    public Task<EvidenceRecord?> BeginAttemptAsync(string key, CancellationToken cancellationToken = default) => inner.BeginAttemptAsync(key, cancellationToken);

    public Task<EvidenceRecord> RecordAsync(string key, EvidenceResult result, CancellationToken cancellationToken = default) =>
        Interlocked.Increment(ref _records) >= CrashAtRecord ? throw new Crash() : inner.RecordAsync(key, result, cancellationToken);

    public Task<EvidenceRecord?> ReopenAsync(string key, CancellationToken cancellationToken = default) => inner.ReopenAsync(key, cancellationToken);

    public Task<Page<EvidenceRecord>> ListAsync(EvidenceFilter filter, PageRequest page, CancellationToken cancellationToken = default) => inner.ListAsync(filter, page, cancellationToken);

    public Task<IReadOnlyDictionary<EvidenceState, long>> CountAsync(CancellationToken cancellationToken = default) => inner.CountAsync(cancellationToken);

    internal sealed class Crash : Exception;
}
