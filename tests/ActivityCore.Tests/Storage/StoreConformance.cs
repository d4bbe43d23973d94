using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Rules;
using ActivityCore.Runs;
using ActivityCore.Storage;

namespace ActivityCore.Tests.Storage;

/// <summary>What every database must do for events, runs, definitions and dead letters.</summary>
public abstract class StoreConformance : IAsyncLifetime
{
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
    public async Task AddEvent_SeenForTheFirstTime_IsNewAndComesBackWhole()
    {
        var envelope = Samples.Event(attributes: """{"text":"ä \u0000 \"quoted\"","n":1.50,"list":[1,null,true]}""");

        var receipt = await _database.Events.AddAsync(envelope, "http", ["attributes.repo is missing"]);

        Assert.Equal(EventArrival.New, receipt.Arrival);
        var stored = await _database.Events.FindAsync(envelope.Publisher, envelope.Id);
        Assert.NotNull(stored);
        Assert.Equal(envelope.Type, stored.Envelope.Type);
        Assert.Equal(envelope.Timestamp, stored.Envelope.Timestamp);
        Assert.True(JsonElement.DeepEquals(envelope.Attributes, stored.Envelope.Attributes));
        Assert.Equal(["attributes.repo is missing"], stored.SchemaFlags);
        Assert.Equal((EventState.Received, "http", _database.Time.GetUtcNow()), (stored.State, stored.Intake, stored.ReceivedAt));
    }

    [Fact]
    public async Task AddEvent_Again_IsADuplicateAndSaysHowFarTheFirstHasCome()
    {
        var envelope = Samples.Event(attributes: """{"a":1,"b":2}""");
        await _database.Events.AddAsync(envelope, "http", []);

        var before = await _database.Events.AddAsync(envelope with { Attributes = JsonElement.Parse("""{"b":2,"a":1}""") }, "nats", []);
        await _database.Events.MarkRoutedAsync(envelope.Publisher, envelope.Id, noMatch: false);
        var after = await _database.Events.AddAsync(envelope, "nats", []);

        Assert.Equal((EventArrival.Duplicate, EventState.Received), (before.Arrival, before.Event.State));
        Assert.Equal((EventArrival.Duplicate, EventState.Routed, "http"), (after.Arrival, after.Event.State, after.Event.Intake));
    }

    [Fact]
    public async Task AddEvent_SameIdWithOtherContent_KeepsTheFirstAndCounts()
    {
        var envelope = Samples.Event();
        await _database.Events.AddAsync(envelope, "http", []);

        var receipt = await _database.Events.AddAsync(envelope with { Attributes = JsonElement.Parse("""{"repo":{"slug":"evil"}}""") }, "http", []);

        Assert.Equal(EventArrival.Conflict, receipt.Arrival);
        var stored = (await _database.Events.FindAsync(envelope.Publisher, envelope.Id))!;
        Assert.Equal(1, stored.Conflicts);
        Assert.Equal("alpha", stored.Envelope.Attributes.GetProperty("repo").GetProperty("slug").GetString());
    }

    [Fact]
    public async Task AddEvent_SameIdFromTwoPublishers_AreTwoEvents()
    {
        var id = Guid.NewGuid();

        var first = await _database.Events.AddAsync(Samples.Event(id, "hub-a"), "http", []);
        var second = await _database.Events.AddAsync(Samples.Event(id, "hub-b"), "http", []);

        Assert.Equal((EventArrival.New, EventArrival.New), (first.Arrival, second.Arrival));
    }

    [Fact]
    public async Task AddEvent_TypeThatNoDatabaseHolds_IsAFaultOfTheContent()
    {
        // Not a table of cases: a test runner cannot hand a lone surrogate over.
        foreach (var type in new[] { "a\0b", "a\ud800b", "a\udc00" })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => _database.Events.AddAsync(Samples.Event() with { Type = type }, "nats", []));
        }
    }

    [Fact]
    public async Task ListUnrouted_AfterACrash_GivesWhatIsLeftInOrder()
    {
        var events = Enumerable.Range(0, 5).Select(_ => Samples.Event()).ToList();
        foreach (var envelope in events)
        {
            await _database.Events.AddAsync(envelope, "http", []);
        }

        await _database.Events.MarkRoutedAsync(events[1].Publisher, events[1].Id, noMatch: true);
        var firstPage = await _database.Events.ListUnroutedAsync(after: 0, limit: 3);
        var secondPage = await _database.Events.ListUnroutedAsync(firstPage[^1].Sequence, limit: 3);

        Assert.Equal([events[0].Id, events[2].Id, events[3].Id], firstPage.Select(stored => stored.Envelope.Id));
        Assert.Equal([events[4].Id], secondPage.Select(stored => stored.Envelope.Id));
    }

    [Fact]
    public async Task ListEvents_WithFiltersAndPages_GivesNewestFirst()
    {
        var events = Enumerable.Range(0, 5).Select(index => Samples.Event(publisher: $"hub-{index % 2}")).ToList();
        foreach (var envelope in events)
        {
            await _database.Events.AddAsync(envelope, "http", []);
            _database.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await _database.Events.MarkRoutedAsync(events[3].Publisher, events[3].Id, noMatch: true);
        var first = await _database.Events.ListAsync(new EventFilter { Publisher = "hub-0" }, new PageRequest(2));
        var second = await _database.Events.ListAsync(new EventFilter { Publisher = "hub-0" }, new PageRequest(2, first.Next));
        var since = await _database.Events.ListAsync(new EventFilter { Since = _database.Time.GetUtcNow() - TimeSpan.FromMinutes(2) }, new PageRequest());
        var unmatched = await _database.Events.ListAsync(new EventFilter { NoMatch = true, State = EventState.Routed }, new PageRequest());

        Assert.Equal([events[4].Id, events[2].Id], first.Items.Select(stored => stored.Envelope.Id));
        Assert.Equal([events[0].Id], second.Items.Select(stored => stored.Envelope.Id));
        Assert.Null(second.Next);
        Assert.Equal([events[4].Id, events[3].Id], since.Items.Select(stored => stored.Envelope.Id));
        Assert.Equal([events[3].Id], unmatched.Items.Select(stored => stored.Envelope.Id));
        Assert.Equal(new Dictionary<EventState, long> { [EventState.Received] = 4, [EventState.Routed] = 1 }, await _database.Events.CountAsync());
    }

    [Fact]
    public async Task AddRun_AfterAnEditOfTheDefinition_KeepsThePinnedHash()
    {
        var envelope = Samples.Event();
        var first = await _database.Runs.AddAsync(Samples.Run(envelope, "hash-1"));
        _database.Time.Advance(TimeSpan.FromDays(366));

        var again = await _database.Runs.AddAsync(Samples.Run(envelope, "hash-2"));

        Assert.True(first.IsNew);
        Assert.False(again.IsNew);
        Assert.Equal("hash-1", again.Run.DefinitionHash);
        Assert.Equal(Occurrence.OfEvent(envelope), again.Run.Occurrence);
        Assert.Equal((RunState.Pending, envelope.Id), (again.Run.State, again.Run.EventId));
    }

    [Fact]
    public async Task AddRun_NotMatched_IsKeptWithItsReasonAndNeverStarts()
    {
        var run = Samples.Run(Samples.Event(), notMatchedBecause: "event.attributes.repo.archived was true");
        await _database.Runs.AddAsync(run);

        await _database.Runs.MarkRunningAsync(run.RunId);

        var stored = (await _database.Runs.FindAsync(run.RunId))!;
        Assert.Equal((RunState.NotMatched, "event.attributes.repo.archived was true"), (stored.State, stored.NotMatchedBecause));
    }

    [Fact]
    public async Task AddRun_ForScheduleAndRequest_HasNoEvent()
    {
        var tick = Occurrence.OfSchedule(Samples.DefinitionId, new(2026, 3, 2, 5, 0, 0, TimeSpan.Zero));
        await _database.Runs.AddAsync(new NewRun
        {
            RunId = RunId.Create(Samples.DefinitionId, tick),
            DefinitionId = Samples.DefinitionId,
            DefinitionName = "weekly",
            DefinitionHash = "h",
            Occurrence = tick,
        });

        var stored = (await _database.Runs.FindAsync(RunId.Create(Samples.DefinitionId, tick)))!;

        Assert.Equal(tick, stored.Occurrence);
        Assert.Null(stored.EventId);
    }

    [Fact]
    public async Task AddRun_ForATickThatHasOneUnderAnotherId_GivesTheOneThatStands()
    {
        var tick = Occurrence.OfSchedule(Samples.DefinitionId, new DateTimeOffset(2026, 3, 2, 6, 0, 0, TimeSpan.Zero));
        NewRun Tick(string id) => new() { RunId = id, DefinitionId = Samples.DefinitionId, DefinitionName = "weekly", DefinitionHash = "hash-1", Occurrence = tick };

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _database.Runs.AddAsync(Tick($"run-{i % 4}"))));

        var winner = Assert.Single(added, insert => insert.IsNew).Run.RunId;
        Assert.All(added, insert => Assert.Equal(winner, insert.Run.RunId));
    }

    [Fact]
    public async Task Run_FromPendingToCompleted_RecordsEachStep()
    {
        var envelope = Samples.Event();
        var run = Samples.Run(envelope);
        await _database.Runs.AddAsync(run);
        var start = _database.Time.GetUtcNow();

        _database.Time.Advance(TimeSpan.FromSeconds(1));
        await _database.Runs.MarkRunningAsync(run.RunId);
        await _database.Runs.MarkRunningAsync(run.RunId);
        await _database.Runs.SaveDecisionAsync(run.RunId, Samples.Decision(Samples.Task(envelope)));
        _database.Time.Advance(TimeSpan.FromSeconds(1));
        await _database.Runs.MarkCompletedAsync(run.RunId);
        await _database.Runs.MarkFailedAsync(run.RunId, "too late");

        var stored = (await _database.Runs.FindAsync(run.RunId))!;
        Assert.Equal(RunState.Completed, stored.State);
        Assert.Equal((1, 1, 0, 1), (stored.Matched, stored.Missed, stored.Errors, stored.Tasks));
        Assert.Equal((start, start.AddSeconds(1), start.AddSeconds(1), start.AddSeconds(2)), (stored.CreatedAt, stored.StartedAt!.Value, stored.DecidedAt!.Value, stored.FinishedAt!.Value));
        Assert.Null(stored.Failure);
    }

    [Fact]
    public async Task SaveDecision_Twice_ReturnsTheFirst()
    {
        var envelope = Samples.Event();
        var run = Samples.Run(envelope);
        await _database.Runs.AddAsync(run);

        await _database.Runs.SaveDecisionAsync(run.RunId, Samples.Decision(Samples.Task(envelope, title: "First")));
        var standing = await _database.Runs.SaveDecisionAsync(run.RunId, Samples.Decision(Samples.Task(envelope, title: "Second"), Samples.Task(envelope, "1")));

        Assert.Equal("First", Assert.Single(standing.Tasks).Spec.Title);
        Assert.Equal(1, (await _database.Runs.FindAsync(run.RunId))!.Tasks);
        Assert.Equal(AuditJson.Write(Samples.Decision(Samples.Task(envelope, title: "First"))), AuditJson.Write(standing));
    }

    [Fact]
    public async Task SaveContext_Twice_ReturnsTheFirst()
    {
        var run = Samples.Run(Samples.Event());
        await _database.Runs.AddAsync(run);

        var notes = new Dictionary<string, string>(StringComparer.Ordinal) { ["repos"] = "a list of 1", ["hub"] = "skipped: refused Bearer abcdefghijklmnop" };
        await _database.Runs.SaveContextAsync(run.RunId, JsonElement.Parse("""{"repos":[{"slug":"a"}]}"""), notes);
        var standing = await _database.Runs.SaveContextAsync(run.RunId, JsonElement.Parse("""{"repos":[]}"""), new Dictionary<string, string>(StringComparer.Ordinal));
        var kept = (await _database.Runs.FindAsync(run.RunId))!.ContextNotes!;

        Assert.Equal("""{"repos":[{"slug":"a"}]}""", standing.GetRawText());
        Assert.Equal("a list of 1", kept["repos"]);
        Assert.StartsWith("skipped: refused Bearer ", kept["hub"], StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefghijklmnop", kept["hub"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ParkedRun_IsReleasedOrDroppedOnce()
    {
        var released = Samples.Run(Samples.Event());
        var dropped = Samples.Run(Samples.Event());
        foreach (var run in new[] { released, dropped })
        {
            await _database.Runs.AddAsync(run);
            await _database.Runs.MarkParkedAsync(run.RunId, "500 tasks, the limit is 100");
        }

        var parked = await _database.Runs.ListAsync(new RunFilter { State = RunState.Parked }, new PageRequest());
        var release = (await _database.Runs.ReleaseAsync(released.RunId), await _database.Runs.ReleaseAsync(released.RunId));
        var drop = (await _database.Runs.DropAsync(dropped.RunId, "not wanted"), await _database.Runs.DropAsync(dropped.RunId, "again"));

        Assert.Equal([dropped.RunId, released.RunId], parked.Items.Select(run => run.RunId));
        Assert.Equal((true, false), release);
        Assert.Equal((true, false), drop);
        Assert.Equal(RunState.Running, (await _database.Runs.FindAsync(released.RunId))!.State);
        Assert.Equal((RunState.Dropped, "not wanted"), ((await _database.Runs.FindAsync(dropped.RunId))!.State, (await _database.Runs.FindAsync(dropped.RunId))!.Failure));
    }

    [Fact]
    public async Task MarkFailed_WithASecretInTheText_KeepsItOut()
    {
        var run = Samples.Run(Samples.Event());
        await _database.Runs.AddAsync(run);

        await _database.Runs.MarkFailedAsync(run.RunId, "Header 'Authorization: Bearer canary-4711-secret' \0 was refused by https://user:canary-4711@host/x?token=canary-4711");

        var stored = (await _database.Runs.FindAsync(run.RunId))!;
        Assert.Equal(RunState.Failed, stored.State);
        Assert.DoesNotContain("canary-4711", stored.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MarkRunning_OfAnUnknownRun_NamesIt()
    {
        var error = await Assert.ThrowsAsync<RunNotFoundException>(() => _database.Runs.MarkRunningAsync("act-nobody"));

        Assert.Equal("There is no run act-nobody.", error.Message);
    }

    [Fact]
    public async Task ListRuns_WithFiltersAndPages_GivesNewestFirst()
    {
        var runs = new List<NewRun>();
        for (var index = 0; index < 4; index++)
        {
            runs.Add(Samples.Run(Samples.Event()));
            await _database.Runs.AddAsync(runs[index]);
            _database.Time.Advance(TimeSpan.FromHours(1));
        }

        await _database.Runs.MarkCompletedAsync(runs[0].RunId);
        var page = await _database.Runs.ListAsync(new RunFilter { DefinitionId = Samples.DefinitionId }, new PageRequest(3));
        var rest = await _database.Runs.ListAsync(new RunFilter { DefinitionId = Samples.DefinitionId }, new PageRequest(3, page.Next));
        var completed = await _database.Runs.ListAsync(new RunFilter { State = RunState.Completed }, new PageRequest());
        var byEvent = await _database.Runs.ListAsync(new RunFilter { EventId = runs[2].EventId }, new PageRequest());
        var byPrefix = await _database.Runs.ListAsync(new RunFilter { RunIdPrefix = runs[1].RunId[..^4] }, new PageRequest());
        var wildcard = await _database.Runs.ListAsync(new RunFilter { RunIdPrefix = "act%" }, new PageRequest());
        var since = await _database.Runs.ListAsync(new RunFilter { Since = _database.Time.GetUtcNow() - TimeSpan.FromHours(1) }, new PageRequest());
        var old = await _database.Runs.ListAsync(new RunFilter { CreatedBefore = _database.Time.GetUtcNow() - TimeSpan.FromHours(3) }, new PageRequest());

        Assert.Equal([runs[3].RunId, runs[2].RunId, runs[1].RunId], page.Items.Select(run => run.RunId));
        Assert.Equal([runs[0].RunId], rest.Items.Select(run => run.RunId));
        Assert.Equal([runs[0].RunId], completed.Items.Select(run => run.RunId));
        Assert.Equal([runs[2].RunId], byEvent.Items.Select(run => run.RunId));
        Assert.Equal([runs[1].RunId], byPrefix.Items.Select(run => run.RunId));
        Assert.Empty(wildcard.Items);
        Assert.Equal([runs[3].RunId], since.Items.Select(run => run.RunId));
        Assert.Equal([runs[0].RunId], old.Items.Select(run => run.RunId));
        Assert.Equal(3, (await _database.Runs.CountAsync())[RunState.Pending]);
    }

    [Fact]
    public async Task ListRuns_OfOtherCauses_LeavesThoseOfEventsOut()
    {
        var byEvent = Samples.Run(Samples.Event());
        var byRequest = byEvent with { RunId = "act-by-request", Occurrence = Occurrence.OfRequest("ticket-1", _database.Time.GetUtcNow()) };
        await _database.Runs.AddAsync(byEvent);
        await _database.Runs.AddAsync(byRequest);

        var others = await _database.Runs.ListAsync(new RunFilter { State = RunState.Pending, CauseOtherThan = OccurrenceKind.Event }, new PageRequest());

        Assert.Equal([byRequest.RunId], others.Items.Select(run => run.RunId));
    }

    [Fact]
    public async Task AddRun_TwoConnectionsAtOnceThousandTimes_GivesOneEach()
    {
        var other = new RunLog(_database.OpenAnother(), _database.Time);
        var isNew = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, cancellation) =>
        {
            var run = Samples.Run(Samples.Event());
            var inserts = await Task.WhenAll(_database.Runs.AddAsync(run, cancellation), other.AddAsync(run with { DefinitionHash = "hash-2" }, cancellation));
            Interlocked.Add(ref isNew, inserts.Count(insert => insert.IsNew));
            Assert.Equal(inserts[0].Run.DefinitionHash, inserts[1].Run.DefinitionHash);
        });

        Assert.Equal(1_000, isNew);
        Assert.Equal(1_000, (await _database.Runs.CountAsync())[RunState.Pending]);
    }

    [Fact]
    public async Task SaveDecision_TwoConnectionsAtOnce_BothSeeTheSame()
    {
        var other = new RunLog(_database.OpenAnother(), _database.Time);
        for (var round = 0; round < 50; round++)
        {
            var envelope = Samples.Event();
            var run = Samples.Run(envelope);
            await _database.Runs.AddAsync(run);

            var decisions = await Task.WhenAll(
                _database.Runs.SaveDecisionAsync(run.RunId, Samples.Decision(Samples.Task(envelope, title: "one"))),
                other.SaveDecisionAsync(run.RunId, Samples.Decision(Samples.Task(envelope, title: "two"))));

            Assert.Equal(decisions[0].Tasks[0].Spec.Title, decisions[1].Tasks[0].Spec.Title);
        }
    }

    [Fact]
    public async Task Decision_OnceSaved_IsGuardedByTheSchema()
    {
        var envelope = Samples.Event();
        var run = Samples.Run(envelope);
        await _database.Runs.AddAsync(run);
        await _database.Runs.SaveDecisionAsync(run.RunId, Samples.Decision(Samples.Task(envelope)));

        var replaced = await Record.ExceptionAsync(() => _database.ExecuteAsync("update runs set decision = '{}'"));
        var repinned = await Record.ExceptionAsync(() => _database.ExecuteAsync("update runs set definition_hash = 'other'"));

        Assert.Contains("is final", replaced?.Message, StringComparison.Ordinal);
        Assert.Contains("is final", repinned?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecordDefinition_EditedAndBack_KeepsEveryVersionOnce()
    {
        var definition = new ActivityDefinition
        {
            Id = Samples.DefinitionId,
            Name = "weekly",
            Owner = "platform",
            Triggers = [new Trigger.OnRequest()],
            Hash = "hash-1",
            Source = "id: 1\n",
            File = "weekly.yaml",
        };

        await _database.Definitions.RecordAsync(definition);
        _database.Time.Advance(TimeSpan.FromDays(1));
        await _database.Definitions.RecordAsync(definition with { Hash = "hash-2", Source = "id: 2\n" });
        await _database.Definitions.RecordAsync(definition with { Name = "renamed" });

        Assert.Equal(["hash-2", "hash-1"], (await _database.Definitions.ListAsync(Samples.DefinitionId)).Select(version => version.Hash));
        var first = (await _database.Definitions.FindAsync(Samples.DefinitionId, "hash-1"))!;
        Assert.Equal(("weekly", "id: 1\n", "weekly.yaml"), (first.Name, first.Source, first.File));
        Assert.Null(await _database.Definitions.FindAsync(Samples.DefinitionId, "hash-3"));
    }

    [Fact]
    public async Task DeadLetter_AgainAfterItWasSettled_IsOpenAgainAndCounted()
    {
        var letter = new NewDeadLetter { Kind = DeadLetterKind.Event, Key = "sha-1", Reason = "not JSON: 'password=canary-4711'", Payload = "{\0 Bearer canary-4711-xyz", Source = "nats:EVENTS" };

        var id = await _database.DeadLetters.AddAsync(letter);
        var settled = (await _database.DeadLetters.ResolveAsync(id, "ignored"), await _database.DeadLetters.ResolveAsync(id, "twice"));
        var open = await _database.DeadLetters.ListAsync(new DeadLetterFilter(), new PageRequest());
        var again = await _database.DeadLetters.AddAsync(letter);

        Assert.Equal((true, false), settled);
        Assert.Empty(open.Items);
        Assert.Equal(id, again);
        var stored = (await _database.DeadLetters.FindAsync(id[..8]))!;
        Assert.Equal((2, null), (stored.Count, stored.Resolution));
        Assert.DoesNotContain("canary", stored.Reason + stored.Payload, StringComparison.Ordinal);
        Assert.Equal(1, (await _database.DeadLetters.CountOpenAsync())[DeadLetterKind.Event]);
    }

    [Fact]
    public async Task Write_ThatFails_UndoesOnlyItself()
    {
        var good = Enumerable.Range(0, 20).Select(_ => Samples.Run(Samples.Event())).ToList();
        var writes = good.Select(run => (Task)_database.Runs.AddAsync(run)).ToList();
        writes.Insert(10, _database.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("insert into activity_definition_versions (id, hash, name, source, file, first_seen) values ('x', 'x', 'x', 'x', 'x', '2026-01-01T00:00:00.000000Z')");
                return await session.ExecuteAsync("insert into no_such_table values (1)");
            },
            CancellationToken.None));

        var error = await Record.ExceptionAsync(() => Task.WhenAll(writes));

        Assert.Contains("no_such_table", error?.Message, StringComparison.Ordinal);
        Assert.Equal(20, (await _database.Runs.CountAsync())[RunState.Pending]);
        Assert.Empty(await _database.Definitions.ListAsync(id: null));
    }
}
