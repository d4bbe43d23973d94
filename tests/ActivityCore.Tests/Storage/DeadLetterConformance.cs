using System.Text;
using ActivityCore.Events;
using ActivityCore.Instructions;
using ActivityCore.Routing;
using ActivityCore.Runs;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using ActivityCore.Tests.Tasks;

namespace ActivityCore.Tests.Storage;

/// <summary>What trying dead letters again must do on every database.</summary>
public abstract class DeadLetterConformance : IAsyncLifetime
{
    private readonly RecordingSink _sink = new();
    private TestDatabase _database = null!;

    private protected abstract Task<TestDatabase> CreateAsync();

    public async ValueTask InitializeAsync() => _database = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Replay_EventThatCanBeReadNow_IsStoredOnceAndSettlesTheLetter()
    {
        var envelope = Samples.Event();
        var letter = await EventLetterAsync(EnvelopeWriter.WriteText(envelope));

        var first = await Desk().ReplayAsync(letter);
        var second = await Desk().ReplayAsync(letter);
        var third = await Desk().ReplayAsync(await ReadAsync(letter));

        var resolution = $"taken as event {envelope.Publisher}/{envelope.Id:D}";
        Assert.Equal(new ReplayResult.Replayed(resolution), first);
        // The second still held the letter as it was: the event is known, and the first resolution stands.
        Assert.Equal(new ReplayResult.Replayed($"was known already as event {envelope.Publisher}/{envelope.Id:D}"), second);
        Assert.Equal(new ReplayResult.SettledBefore(resolution), third);
        var stored = Assert.Single(await _database.Events.ListUnroutedAsync(0, 10));
        Assert.Equal((envelope.Id, "dead-letter"), (stored.Envelope.Id, stored.Intake));
    }

    [Fact]
    public async Task Replay_EventThatIsStillNone_StaysOpenWithTheNewReasonAndCount()
    {
        var letter = await EventLetterAsync("""{"type":"no id"}""", reason: "an older reason");

        var result = Assert.IsType<ReplayResult.RefusedAgain>(await Desk().ReplayAsync(letter));

        var open = await ReadAsync(letter);
        Assert.Equal((2, result.Reason, null), (open.Count, open.Reason, open.Resolution));
        Assert.NotEqual("an older reason", open.Reason);
    }

    [Fact]
    public async Task Replay_EventWhoseSecretsWereMasked_IsRefusedUntilItIsWrittenAnew()
    {
        var envelope = Samples.Event(attributes: """{"auth":"Bearer canary-4711-secret"}""");
        var letter = await EventLetterAsync(EnvelopeWriter.WriteText(envelope));

        var masked = await Desk().ReplayAsync(letter);
        var mended = await Desk().ReplayAsync(letter, new() { Mended = EnvelopeWriter.Write(envelope) });

        Assert.Contains($"dlq replay {letter.Id} --with FILE", Assert.IsType<ReplayResult.Impossible>(masked).Reason, StringComparison.Ordinal);
        Assert.IsType<ReplayResult.Replayed>(mended);
        Assert.Equal("Bearer canary-4711-secret", (await _database.Events.FindAsync(envelope.Publisher, envelope.Id))!.Envelope.Attributes.GetProperty("auth").GetString());
    }

    [Theory]
    [InlineData("""{"id":"no uuid","attributes":{"password":"planted"}}""", """{"id":"no uuid","attributes":{"password":"[redacted]"}}""")]
    [InlineData("""{"password": "planted", and no more""", """{"password": "[redacted]", and no more""")]
    [InlineData("""{"text":"\ud800","token":"planted"}""", """{"text":"\ud800","token":"[redacted]"}""")]
    [InlineData("""{ "id" : "no uuid", "size": 1.0 }""", """{ "id" : "no uuid", "size": 1.0 }""")]
    public async Task Add_SecretBehindItsName_IsNotKept(string message, string kept) => Assert.Equal(kept, (await EventLetterAsync(message)).Payload);

    [Fact]
    public async Task Replay_EventWhoseIdCameWithOtherContent_StaysOpen()
    {
        var envelope = Samples.Event();
        await _database.Events.AddAsync(envelope with { Type = "another.type" }, "http", []);
        var letter = await EventLetterAsync(EnvelopeWriter.WriteText(envelope));

        var result = await Desk().ReplayAsync(letter);

        Assert.Contains("the first stands", Assert.IsType<ReplayResult.RefusedAgain>(result).Reason, StringComparison.Ordinal);
        Assert.Null((await ReadAsync(letter)).Resolution);
    }

    [Fact]
    public async Task Replay_RefusedTaskThatIsTakenNow_IsSentUnderItsKeyAndCompletesTheRun()
    {
        var (run, task, letter) = await RefusedTaskAsync();

        var result = await Desk().ReplayAsync(letter);

        var row = (await _database.Tasks.FindAsync(task.Key))!;
        Assert.Equal(new ReplayResult.Replayed($"created as {row.Reference}"), result);
        Assert.Equal([task.Key, task.Key], _sink.Sent.Select(sent => sent.Key));
        Assert.Equal(["rejected", "created"], row.AttemptLog.Select(attempt => attempt.Outcome));
        Assert.Equal(RunState.Completed, (await _database.Runs.FindAsync(run.RunId))!.State);
        Assert.Equal($"created as {row.Reference}", (await ReadAsync(letter)).Resolution);
    }

    [Fact]
    public async Task Replay_TaskThatIsRefusedOnceMore_CountsOnceAndStaysOpen()
    {
        var (run, _, letter) = await RefusedTaskAsync();
        _sink.Answer = _ => new SinkResult.Rejected("422: priority is unknown", 422);

        var result = await Desk().ReplayAsync(letter);

        Assert.Equal(new ReplayResult.RefusedAgain("422: priority is unknown"), result);
        var open = await ReadAsync(letter);
        Assert.Equal((2, "422: priority is unknown", null), (open.Count, open.Reason, open.Resolution));
        Assert.Equal(RunState.Failed, (await _database.Runs.FindAsync(run.RunId))!.State);
    }

    [Fact]
    public async Task Replay_TaskWhileTheReceiverIsAway_CanBeReplayedAgainLater()
    {
        var (run, _, letter) = await RefusedTaskAsync();
        _sink.Answer = _ => new SinkResult.Retry("503 ServiceUnavailable");

        var away = await Desk().ReplayAsync(letter);
        var open = await ReadAsync(letter);
        _sink.Answer = _ => null;
        var later = await Desk().ReplayAsync(open);

        Assert.Equal(new ReplayResult.NotNow("503 ServiceUnavailable"), away);
        Assert.Equal((1, null), (open.Count, open.Resolution));
        Assert.IsType<ReplayResult.Replayed>(later);
        Assert.Equal(RunState.Completed, (await _database.Runs.FindAsync(run.RunId))!.State);
    }

    [Fact]
    public async Task Replay_TaskToTheNullSink_IsImpossible()
    {
        var (_, _, letter) = await RefusedTaskAsync();

        var result = await Desk(new NullIssueSink()).ReplayAsync(letter);

        Assert.Contains("--sink rest", Assert.IsType<ReplayResult.Impossible>(result).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_KindThatNobodyReplays_NamesTheCommandsThatHelp()
    {
        var id = await _database.DeadLetters.AddAsync(new() { Kind = DeadLetterKind.Run, Key = "k", Reason = "r", Payload = "", Source = "act-1" });

        var result = await Desk().ReplayAsync((await _database.DeadLetters.FindAsync(id))!);

        Assert.Contains("activity-core runs show act-1", Assert.IsType<ReplayResult.Impossible>(result).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drop_Twice_SettlesOnceWithTheFirstReason()
    {
        var letter = await EventLetterAsync("{");

        Assert.True(await Desk().DropAsync(letter, "a test"));
        Assert.False(await Desk().DropAsync(letter, "another"));
        Assert.Equal("dropped: a test", (await ReadAsync(letter)).Resolution);
    }

    private DeadLetterDesk Desk(IIssueSink? sink = null)
    {
        var intake = new EventIntake(_database.Events, EventTypeRegistry.Empty, new EventInbox(), "unknown");
        return new(
            _database.DeadLetters,
            [
                new EventLetterReplay(intake),
                new TaskLetterReplay(_database.Emitter(sink ?? _sink), _database.Tasks, _database.Runs, new InstructionLog(_database.Database, _database.Time), new OneSink(sink ?? _sink)),
            ]);
    }

    private async Task<DeadLetter> ReadAsync(DeadLetter letter) => (await _database.DeadLetters.FindAsync(letter.Id))!;

    private async Task<DeadLetter> EventLetterAsync(string message, string reason = "no event")
    {
        var id = await _database.DeadLetters.AddAsync(new()
        {
            Kind = DeadLetterKind.Event,
            Key = EventLetterReplay.KeyOf(Encoding.UTF8.GetBytes(message)),
            Reason = reason,
            Payload = message,
            Source = "nats:EVENTS",
        });
        return (await _database.DeadLetters.FindAsync(id))!;
    }

    /// <summary>A run whose one task was refused, and a sink that takes it from now on.</summary>
    private async Task<(NewRun Run, PlannedTask Task, DeadLetter Letter)> RefusedTaskAsync()
    {
        var envelope = Samples.Event();
        var run = Samples.Run(envelope);
        var task = Samples.Task(envelope);
        await _database.Runs.AddAsync(run);
        await _database.Runs.SaveDecisionAsync(run.RunId, Samples.Decision(task));
        _sink.Answer = _ => new SinkResult.Rejected("422: target_repo is unknown", 422);
        var outcome = await _database.Emitter(_sink).EmitAsync(Samples.Emission(run, task));
        await _database.Runs.MarkFailedAsync(run.RunId, outcome.Describe());
        _sink.Answer = _ => null;
        return (run, task, Assert.Single((await _database.DeadLetters.ListAsync(new() { Kind = DeadLetterKind.Task }, new())).Items));
    }

    private sealed class OneSink(IIssueSink sink) : IIssueSinkFactory
    {
        public IIssueSink Create(string? type = null) => sink;
    }
}
