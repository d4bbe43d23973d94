using System.Text.Json;
using ActivityCore.Events;
using ActivityCore.Evidence;
using ActivityCore.Routing;
using ActivityCore.Rules;
using ActivityCore.Runs;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using ActivityCore.Tests.Tasks;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActivityCore.Tests.Storage;

/// <summary>What retention must do on every database: payloads go, what they were about stays.</summary>
public abstract class RetentionConformance : IAsyncLifetime
{
    private const string Secret = "canary-4711-secret";

    private readonly RecordingSink _sink = new();
    private TestDatabase _database = null!;

    private protected abstract Task<TestDatabase> CreateAsync();

    private protected TestDatabase Store => _database;

    private Retention Sut => new(_database.Database, _database.Time);

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
    public async Task Remove_RunThatEndedLongAgo_TakesPayloadsAndKeepsWhatTheyWereAbout()
    {
        var (envelope, run, task) = await CompletedRunAsync();
        var before = (await _database.Tasks.FindAsync(task.Key))!;
        _database.Time.Advance(TimeSpan.FromDays(100));

        var dry = await Sut.CountAsync(NinetyDaysAgo());
        var removed = await Sut.RemovePayloadsAsync(NinetyDaysAgo());
        var again = await Sut.RemovePayloadsAsync(NinetyDaysAgo());

        Assert.Equal(new RetentionCounts(1, 1, 0), dry);
        Assert.Equal(dry, removed);
        Assert.Equal(new RetentionCounts(0, 0, 0), again);
        var stored = (await _database.Events.FindAsync(envelope.Publisher, envelope.Id))!;
        Assert.Equal(("{}", _database.Time.GetUtcNow(), EventState.Routed), (stored.Envelope.Attributes.GetRawText(), stored.PayloadRemovedAt, stored.State));
        var record = (await _database.Runs.FindAsync(run.RunId))!;
        Assert.Equal((1, 1, 0, 1, "hash-1", RunState.Completed), (record.Matched, record.Missed, record.Errors, record.Tasks, record.DefinitionHash, record.State));
        Assert.Null(record.Context);
        Assert.Equal([("onboard", Verdict.Match), ("archive", Verdict.Miss)], record.Decision!.Rules.Select(rule => (rule.RuleId, rule.Verdict)));
        Assert.All(record.Decision.Rules, rule => Assert.Equal("payload removed by retention on 2026-06-10", rule.Because));
        var row = (await _database.Tasks.FindAsync(task.Key))!;
        Assert.Equal((before.Key, before.Reference, before.Fingerprint, before.State, before.Spec.TargetRepo), (row.Key, row.Reference, row.Fingerprint, row.State, row.Spec.TargetRepo));
        Assert.Equal(("(payload removed by retention on 2026-06-10)", ""), (row.Spec.Title, row.Spec.Description));
        Assert.Null(row.Rule);
        Assert.Single(row.AttemptLog);
        foreach (var table in new[] { "select envelope from events", "select coalesce(decision, '') || coalesce(context, '') from runs", "select payload || coalesce(explanation, '') from task_spawn_log" })
        {
            Assert.DoesNotContain(await _database.QueryAsync(table), text => text.Contains("Onboard alpha", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Remove_ThenTheEventComesAgainAYearLater_IsKnownAndStartsNothing()
    {
        var (envelope, run, _) = await CompletedRunAsync();
        _database.Time.Advance(TimeSpan.FromDays(366));
        await Sut.RemovePayloadsAsync(NinetyDaysAgo());

        var same = await _database.Events.AddAsync(envelope, "nats", []);
        var other = await _database.Events.AddAsync(envelope with { Attributes = JsonElement.Parse("""{"repo":{"slug":"evil"}}""") }, "nats", []);
        var rerun = await _database.Runs.AddAsync(Samples.Run(envelope, "hash-2"));

        Assert.Equal((EventArrival.Duplicate, EventState.Routed), (same.Arrival, same.Event.State));
        Assert.Equal(EventArrival.Conflict, other.Arrival);
        Assert.False(rerun.IsNew);
        Assert.Equal(run.DefinitionHash, rerun.Run.DefinitionHash);
    }

    [Fact]
    public async Task Remove_ThenTheSameProblemComesAgain_IsStillDeduplicated()
    {
        var (_, _, task) = await CompletedRunAsync(dedupe: "sbom/alpha");
        _database.Time.Advance(TimeSpan.FromDays(20));
        await Sut.RemovePayloadsAsync(_database.Time.GetUtcNow() - TimeSpan.FromDays(1));

        var (_, _, second) = await CompletedRunAsync(dedupe: "sbom/alpha");

        var row = (await _database.Tasks.FindAsync(second.Key))!;
        Assert.Equal((TaskState.Deduplicated, task.Key), (row.State, row.DuplicateOf));
        Assert.Single(_sink.Sent);
    }

    [Theory]
    [InlineData(RunState.Pending)]
    [InlineData(RunState.Running)]
    [InlineData(RunState.Parked)]
    public async Task Remove_RunThatIsOpen_TouchesNeitherItNorItsEvent(RunState state)
    {
        var envelope = Samples.Event();
        var run = Samples.Run(envelope);
        await _database.Events.AddAsync(envelope, "http", []);
        await _database.Runs.AddAsync(run);
        await _database.Events.MarkRoutedAsync(envelope.Publisher, envelope.Id, noMatch: false);
        await _database.Runs.SaveDecisionAsync(run.RunId, Samples.Decision(Samples.Task(envelope)));
        if (state == RunState.Running)
        {
            await _database.Runs.MarkRunningAsync(run.RunId);
        }
        else if (state == RunState.Parked)
        {
            await _database.Runs.MarkParkedAsync(run.RunId, "too many");
        }

        _database.Time.Advance(TimeSpan.FromDays(1_000));

        Assert.Equal(new RetentionCounts(0, 0, 0), await Sut.RemovePayloadsAsync(NinetyDaysAgo()));
        Assert.Single((await _database.Runs.FindAsync(run.RunId))!.Decision!.Tasks);
        Assert.True(JsonElement.DeepEquals(envelope.Attributes, (await _database.Events.FindAsync(envelope.Publisher, envelope.Id))!.Envelope.Attributes));
    }

    [Fact]
    public async Task Remove_DeadLetters_TakesTheSettledOnesAndSparesTheRunsOfOpenOnes()
    {
        _sink.Answer = _ => new SinkResult.Rejected("422: unknown", 422);
        var (_, run, task) = await CompletedRunAsync();
        var settled = await _database.DeadLetters.AddAsync(new() { Kind = DeadLetterKind.Event, Key = "k", Reason = "no event", Payload = "what came", Source = "nats:X" });
        await _database.DeadLetters.ResolveAsync(settled, "dropped: a test");
        _database.Time.Advance(TimeSpan.FromDays(100));

        var removed = await Sut.RemovePayloadsAsync(NinetyDaysAgo());

        Assert.Equal((0, 1), (removed.Runs, removed.DeadLetters));
        var letter = (await _database.DeadLetters.FindAsync(settled))!;
        Assert.Equal(("(payload removed by retention on 2026-06-10)", "no event", "dropped: a test"), (letter.Payload, letter.Reason, letter.Resolution));
        Assert.Equal("Onboard alpha", (await _database.Tasks.FindAsync(task.Key))!.Spec.Title);
        Assert.NotEmpty((await _database.Runs.FindAsync(run.RunId))!.Decision!.Tasks);
    }

    [Fact]
    public async Task Remove_DeadLetterWhoseMessageComesAgain_HasWhatCameThisTime()
    {
        var letter = new NewDeadLetter { Kind = DeadLetterKind.Event, Key = "k", Reason = "no event", Payload = "what came", Source = "nats:X" };
        var id = await _database.DeadLetters.AddAsync(letter);
        await _database.DeadLetters.ResolveAsync(id, "dropped: a test");
        _database.Time.Advance(TimeSpan.FromDays(100));
        await Sut.RemovePayloadsAsync(NinetyDaysAgo());

        await _database.DeadLetters.AddAsync(letter);

        var open = (await _database.DeadLetters.FindAsync(id))!;
        Assert.Equal(("what came", 2, null), (open.Payload, open.Count, open.Resolution));
        await _database.DeadLetters.ResolveAsync(id, "dropped: again");
        _database.Time.Advance(TimeSpan.FromDays(100));
        Assert.Equal(1, (await Sut.RemovePayloadsAsync(NinetyDaysAgo())).DeadLetters);
    }

    [Fact]
    public async Task Remove_RunWhoseEvidenceIsOpen_WaitsForItsEnd()
    {
        var (_, run, _) = await CompletedRunAsync();
        var evidence = new PlannedEvidence
        {
            Key = "evidence-1",
            Context = "repos",
            EventType = "ops_inventory_probe",
            Sink = EvidenceSinks.StateHubProgress,
            Payload = JsonElement.Parse("""{"summary":"one"}"""),
            ObservedAt = _database.Time.GetUtcNow(),
        };
        await _database.Evidence.AddAsync(run.RunId, [evidence]);
        _database.Time.Advance(TimeSpan.FromDays(100));

        Assert.Equal(0, (await Sut.RemovePayloadsAsync(NinetyDaysAgo())).Runs);
        Assert.Equal("""{"summary":"one"}""", (await _database.Evidence.BeginAttemptAsync(evidence.Key))!.Payload.GetRawText());

        await _database.Evidence.RecordAsync(evidence.Key, new EvidenceResult.Submitted("ref-1"));
        Assert.Equal(1, (await Sut.RemovePayloadsAsync(NinetyDaysAgo())).Runs);
    }

    [Fact]
    public async Task Remove_TwoProcessesAtOnce_DoEachRowOnce()
    {
        for (var i = 0; i < 30; i++)
        {
            await CompletedRunAsync();
        }

        _database.Time.Advance(TimeSpan.FromDays(100));
        var other = new Retention(_database.OpenAnother(), _database.Time);

        var counts = await Task.WhenAll(Sut.RemovePayloadsAsync(NinetyDaysAgo()), other.RemovePayloadsAsync(NinetyDaysAgo()));

        Assert.Equal((30, 30), (counts.Sum(count => count.Events), counts.Sum(count => count.Runs)));
    }

    [Fact]
    public async Task MaskSecrets_WhileARunIsOpen_LetsItsRulesSeeThemAndMasksAfterItsEnd()
    {
        var envelope = Samples.Event(attributes: $$"""{"repo":{"slug":"alpha"},"api_key":"{{Secret}}","note":"Bearer {{Secret}}"}""");
        var run = Samples.Run(envelope);
        await _database.Events.AddAsync(envelope, "http", []);
        await _database.Runs.AddAsync(run);
        await _database.Events.MarkRoutedAsync(envelope.Publisher, envelope.Id, noMatch: false);

        Assert.Equal(0, await Sut.MaskSecretsAsync());
        Assert.Equal(Secret, (await _database.Events.FindAsync(envelope.Publisher, envelope.Id))!.Envelope.Attributes.GetProperty("api_key").GetString());

        await _database.Runs.MarkCompletedAsync(run.RunId);
        Assert.Equal(1, await Sut.MaskSecretsAsync());
        Assert.Equal(0, await Sut.MaskSecretsAsync());

        Assert.DoesNotContain(await _database.QueryAsync("select envelope from events"), text => text.Contains("4711", StringComparison.Ordinal));
        var masked = (await _database.Events.FindAsync(envelope.Publisher, envelope.Id))!;
        Assert.Equal(("alpha", "[redacted]"), (masked.Envelope.Attributes.GetProperty("repo").GetProperty("slug").GetString(), masked.Envelope.Attributes.GetProperty("api_key").GetString()));
        Assert.Null(masked.PayloadRemovedAt);
        Assert.Equal(EventArrival.Duplicate, (await _database.Events.AddAsync(envelope, "http", [])).Arrival);
    }

    [Fact]
    public async Task MaskSecrets_EventsOfAnOlderVersion_AreLookedAtOnce()
    {
        var plain = Samples.Event();
        var secret = Samples.Event(attributes: $$"""{"password":"{{Secret}}"}""");
        foreach (var envelope in new[] { plain, secret })
        {
            await _database.Events.AddAsync(envelope, "http", []);
            await _database.Events.MarkRoutedAsync(envelope.Publisher, envelope.Id, noMatch: true);
        }

        await _database.ExecuteAsync("update events set holds_secrets = null");

        Assert.Equal(2, await Sut.MaskSecretsAsync());
        Assert.Equal(0, await Sut.MaskSecretsAsync());
        Assert.Equal("alpha", (await _database.Events.FindAsync(plain.Publisher, plain.Id))!.Envelope.Attributes.GetProperty("repo").GetProperty("slug").GetString());
        Assert.DoesNotContain(await _database.QueryAsync("select envelope from events"), text => text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Service_WithAnAge_RemovesAndWithoutOneKeeps()
    {
        await CompletedRunAsync();
        _database.Time.Advance(TimeSpan.FromDays(100));
        var forever = new RetentionService(Sut, new RetentionOptions(), _database.Time, NullLogger<RetentionService>.Instance);
        var bounded = new RetentionService(Sut, new RetentionOptions { KeepPayloads = TimeSpan.FromDays(90) }, _database.Time, NullLogger<RetentionService>.Instance);

        await forever.PassAsync();
        Assert.Equal(1, (await Sut.CountAsync(NinetyDaysAgo())).Runs);

        await bounded.PassAsync();
        Assert.Equal(0, (await Sut.CountAsync(NinetyDaysAgo())).Runs);
    }

    [Theory]
    [InlineData("update task_spawn_log set payload = '{}'")]
    [InlineData("update task_spawn_log set explanation = null")]
    [InlineData("update task_spawn_log set target_repo = 'evil'")]
    [InlineData("delete from task_spawn_log")]
    [InlineData("update task_attempts set detail = 'evil'")]
    [InlineData("delete from task_attempts")]
    [InlineData("update runs set decision = '{}'")]
    [InlineData("update runs set state = 'failed', failure = 'evil'")]
    [InlineData("update runs set occurrence_key = 'evil'")]
    public async Task Tampering_WithWhatIsSettled_IsRefusedByTheSchema(string statement)
    {
        await CompletedRunAsync();

        var error = await Record.ExceptionAsync(() => _database.ExecuteAsync(statement));

        Assert.NotNull(error);
        // The program's own role on PostgreSQL does not get as far as the triggers.
        Assert.Matches("final|settled|never deleted|permission denied", error.Message);
    }

    private protected async Task<(EventEnvelope Event, NewRun Run, PlannedTask Task)> CompletedRunAsync(string? dedupe = null)
    {
        var envelope = Samples.Event();
        var run = Samples.Run(envelope);
        var task = Samples.Task(envelope, dedupe: dedupe);
        await _database.Events.AddAsync(envelope, "http", []);
        await _database.Runs.AddAsync(run);
        await _database.Events.MarkRoutedAsync(envelope.Publisher, envelope.Id, noMatch: false);
        await _database.Runs.SaveContextAsync(run.RunId, JsonElement.Parse("""{"repos":[{"slug":"alpha"}]}"""));
        await _database.Runs.SaveDecisionAsync(run.RunId, Samples.Decision(task));
        await _database.Emitter(_sink).EmitAsync(Samples.Emission(run, task));
        await _database.Runs.MarkCompletedAsync(run.RunId);
        return (envelope, run, task);
    }

    private DateTimeOffset NinetyDaysAgo() => _database.Time.GetUtcNow() - TimeSpan.FromDays(90);
}
