using ActivityCore.Rules;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using ActivityCore.Tests.Storage;

namespace ActivityCore.Tests.Tasks;

/// <summary>The promise on every database: each task once, and never silently none.</summary>
public abstract class EmitterConformance : IAsyncLifetime
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
    public async Task Emit_ThreeTasks_SendsEachOnceAndAuditsWhy()
    {
        var (emission, tasks) = await RunAsync(3);

        var outcome = await _database.Emitter(_sink).EmitAsync(emission);

        Assert.True(outcome.IsComplete);
        Assert.Equal(tasks.Select(task => task.Key), outcome.Settled.Select(row => row.Key));
        var row = (await _database.Tasks.FindAsync(tasks[0].Key))!;
        Assert.Equal((TaskState.Created, "rest", "hash-1", emission.RunId), (row.State, row.Sink, row.DefinitionHash, row.RunId));
        Assert.Equal("event.attributes.repo.slug == 'alpha'", row.Rule!.Condition);
        Assert.Equal("\"alpha\"", row.Rule.Leaves[0].Values["event.attributes.repo.slug"]);
        Assert.Equal(AuditJson.Write(tasks[0].Spec), AuditJson.Write(row.Spec));
        var attempt = Assert.Single(row.AttemptLog);
        Assert.Equal((1, "created", row.Reference), (attempt.Number, attempt.Outcome, attempt.Detail));
    }

    [Fact]
    public async Task Emit_ManyTasks_WritesTheLogInTheOrderOfTheDecision()
    {
        var (emission, tasks) = await RunAsync(30);

        await _database.Emitter(_sink).EmitAsync(emission);

        var rows = await _database.Tasks.ListAsync(new TaskFilter { RunId = emission.RunId }, new PageRequest(100));
        Assert.Equal(tasks.Select(task => task.Key), rows.Items.Reverse().Select(row => row.Key));
    }

    [Fact]
    public async Task Emit_AgainAYearLater_SendsNothingAndGivesTheSameReference()
    {
        var (emission, tasks) = await RunAsync(1);
        var first = await _database.Emitter(_sink).EmitAsync(emission);
        _database.Time.Advance(TimeSpan.FromDays(366));

        var again = await _database.Emitter(_sink).EmitAsync(emission);

        Assert.Equal(first.Settled[0].Reference, again.Settled[0].Reference);
        Assert.Equal([tasks[0].Key], _sink.Sent.Select(sent => sent.Key));
    }

    [Fact]
    public async Task Emit_DryRunFirst_NeverBlocksTheLiveTask()
    {
        var (emission, tasks) = await RunAsync(2);

        var dry = await _database.Emitter(new NullIssueSink()).EmitAsync(emission);
        var dryAgain = await _database.Emitter(new NullIssueSink()).EmitAsync(emission);
        var live = await _database.Emitter(new NullIssueSink()).EmitAsync(emission, _sink);
        var liveAgain = await _database.Emitter(new NullIssueSink()).EmitAsync(emission, _sink);

        Assert.Equal($"null-{tasks[0].Key[..12]}", dry.Settled[0].Reference);
        Assert.Equal(dry.Settled.Select(row => row.Sequence), dryAgain.Settled.Select(row => row.Sequence));
        Assert.All(live.Settled, row => Assert.Equal(TaskState.Created, row.State));
        Assert.Equal(live.Settled.Select(row => row.Reference), liveAgain.Settled.Select(row => row.Reference));
        Assert.Equal(2, _sink.Sent.Count);
        Assert.Equal(new Dictionary<TaskState, long> { [TaskState.DryRun] = 2, [TaskState.Created] = 2 }, await _database.Tasks.CountAsync());
        Assert.Equal(TaskState.Created, (await _database.Tasks.FindAsync(tasks[0].Key))!.State);
    }

    [Fact]
    public async Task Emit_CrashBeforeTheSend_SendsAfterTheLease()
    {
        var (emission, tasks) = await RunAsync(1);
        await Assert.ThrowsAsync<IOException>(() => _database.Emitter(_sink, new FaultingSpawnLog(_database.Tasks) { AfterClaim = true }).EmitAsync(emission));

        var early = await _database.Emitter(_sink).EmitAsync(emission);
        _database.Time.Advance(TimeSpan.FromSeconds(20));
        var late = await _database.Emitter(_sink).EmitAsync(emission);

        Assert.Equal((true, TimeSpan.FromSeconds(20)), (early.Retryable, early.RetryAfter));
        Assert.True(late.IsComplete);
        Assert.Equal([tasks[0].Key], _sink.Sent.Select(sent => sent.Key));
        Assert.Equal([null, "created"], (await _database.Tasks.FindAsync(tasks[0].Key))!.AttemptLog.Select(attempt => attempt.Outcome));
    }

    [Fact]
    public async Task Emit_CrashBetweenSendAndRecord_SendsTheSameKeyAgain()
    {
        var (emission, tasks) = await RunAsync(1);
        await Assert.ThrowsAsync<IOException>(() => _database.Emitter(_sink, new FaultingSpawnLog(_database.Tasks) { BeforeRecord = true }).EmitAsync(emission));
        Assert.Equal(TaskState.Pending, (await _database.Tasks.FindAsync(tasks[0].Key))!.State);
        _database.Time.Advance(TimeSpan.FromSeconds(21));

        var outcome = await _database.Emitter(_sink).EmitAsync(emission);

        // One issue at a receiver that honours the key; two sends, which is the window of one that does not.
        Assert.Equal("test:ISSUE-1", Assert.Single(outcome.Settled).Reference);
        Assert.Equal([tasks[0].Key, tasks[0].Key], _sink.Sent.Select(sent => sent.Key));
    }

    [Fact]
    public async Task Emit_SomeAnswersBad_TriesEveryTaskAndNamesTheOpenOnes()
    {
        var (emission, tasks) = await RunAsync(4);
        _sink.Answer = key =>
            key == tasks[0].Key ? new SinkResult.Retry("503 ServiceUnavailable", TimeSpan.FromSeconds(30))
            : key == tasks[2].Key ? new SinkResult.Rejected("422: priority", 422) : null;

        var outcome = await _database.Emitter(_sink).EmitAsync(emission);

        Assert.Equal([tasks[1].Key, tasks[3].Key], outcome.Settled.Select(row => row.Key));
        Assert.Equal([(tasks[0].Key, true), (tasks[2].Key, false)], outcome.Open.Select(open => (open.Key, open.Retryable)));
        Assert.Equal((true, TimeSpan.FromSeconds(30)), (outcome.Retryable, outcome.RetryAfter));
        Assert.Contains($"2 of 4 tasks are open: {tasks[0].Key[..12]} \"Onboard alpha\" (to be retried: 503 ServiceUnavailable)", outcome.Describe(), StringComparison.Ordinal);

        _sink.Answer = _ => null;
        var second = await _database.Emitter(_sink).EmitAsync(emission);

        Assert.Equal((tasks[2].Key, false), (Assert.Single(second.Open).Key, second.Retryable));
        Assert.Equal(5, _sink.Sent.Count);
    }

    [Fact]
    public async Task Emit_EachAnswer_IsMeasuredAndEachTaskCountedOnce()
    {
        var (emission, tasks) = await RunAsync(3);
        var sink = new RecordingSink { Type = $"sink-{Guid.NewGuid():N}" };
        using var measured = new MeasuredSink(sink.Type);
        sink.Answer = key => key == tasks[0].Key ? new SinkResult.Retry("503", null) : key == tasks[1].Key ? new SinkResult.Rejected("422", 422) : null;

        await _database.Emitter(sink).EmitAsync(emission);
        await _database.Emitter(sink).EmitAsync(emission);

        Assert.Equal(["created", "rejected", "retry", "retry"], measured.Values("activity_core.sink.duration", "outcome"));
        Assert.Equal(["created", "pending", "pending", "pending", "rejected"], measured.Values("activity_core.tasks", "state"));
    }

    [Fact]
    public async Task Emit_Refused_GoesToTheDeadLettersAndCanBeSentAgain()
    {
        var (emission, tasks) = await RunAsync(1);
        _sink.Answer = _ => new SinkResult.Rejected("422: target_repo is unknown", 422);
        await _database.Emitter(_sink).EmitAsync(emission);
        await _database.Emitter(_sink).EmitAsync(emission);
        var letter = Assert.Single((await _database.DeadLetters.ListAsync(new DeadLetterFilter { Kind = DeadLetterKind.Task }, new PageRequest())).Items);
        Assert.Equal((tasks[0].Key, emission.RunId, 1, "422: target_repo is unknown"), (letter.Key, letter.Source, letter.Count, letter.Reason));

        _sink.Answer = _ => null;
        var resent = await _database.Emitter(_sink).ResendRejectedAsync(tasks[0].Key);
        var nothing = await _database.Emitter(_sink).ResendRejectedAsync(tasks[0].Key);

        Assert.True(resent!.IsComplete);
        Assert.Null(nothing);
        Assert.Equal(2, _sink.Sent.Count);
        Assert.StartsWith("created as test:ISSUE-", (await _database.DeadLetters.FindAsync(letter.Id))!.Resolution, StringComparison.Ordinal);
        Assert.Equal(["rejected", "created"], (await _database.Tasks.FindAsync(tasks[0].Key))!.AttemptLog.Select(attempt => attempt.Outcome));
    }

    [Fact]
    public async Task Emit_SameProblemWithinTheWindow_GivesTheFirstReferenceAndNoNewTask()
    {
        var (first, _) = await RunAsync(1, dedupe: "sbom/alpha");
        var (second, secondTasks) = await RunAsync(1, dedupe: "sbom/alpha");
        var (third, _) = await RunAsync(1, dedupe: "sbom/alpha");
        var reference = (await _database.Emitter(_sink).EmitAsync(first)).Settled[0];

        _database.Time.Advance(TimeSpan.FromDays(29));
        var within = (await _database.Emitter(_sink).EmitAsync(second)).Settled[0];
        _database.Time.Advance(TimeSpan.FromDays(2));
        var after = (await _database.Emitter(_sink).EmitAsync(third)).Settled[0];

        Assert.Equal((TaskState.Deduplicated, reference.Reference, reference.Key), (within.State, within.Reference, within.DuplicateOf));
        Assert.Equal(secondTasks[0].Key, within.Key);
        // The repeat did not prolong the first one's time.
        Assert.Equal(TaskState.Created, after.State);
        Assert.NotEqual(reference.Reference, after.Reference);
        Assert.Equal(2, _sink.Sent.Count);
    }

    [Fact]
    public async Task Emit_SameProblemTwiceInOneRun_SendsOne()
    {
        var (emission, tasks) = await RunAsync(2, dedupe: "sbom/alpha");

        var outcome = await _database.Emitter(_sink).EmitAsync(emission);

        Assert.True(outcome.IsComplete, outcome.Describe());
        Assert.Equal([TaskState.Created, TaskState.Deduplicated], outcome.Settled.Select(row => row.State));
        Assert.Equal([tasks[0].Key], _sink.Sent.Select(sent => sent.Key));
    }

    [Fact]
    public async Task Emit_SameProblemTwiceInADryRunThatHasEnded_SendsOneLive()
    {
        var (emission, tasks) = await RunAsync(3, dedupe: "sbom/alpha");
        await _database.Emitter(new NullIssueSink()).EmitAsync(emission);
        await _database.Runs.MarkCompletedAsync(emission.RunId);

        var outcome = await _database.Emitter(_sink).EmitAsync(emission);

        Assert.True(outcome.IsComplete, outcome.Describe());
        Assert.Equal([TaskState.Created, TaskState.Deduplicated, TaskState.Deduplicated], outcome.Settled.Select(row => row.State));
        Assert.Equal([tasks[0].Key], _sink.Sent.Select(sent => sent.Key));
    }

    [Fact]
    public async Task Emit_SameProblemInADryRun_StandsForDryRunsOnly()
    {
        var (first, firstTasks) = await RunAsync(1, dedupe: "sbom/alpha");
        var (second, _) = await RunAsync(1, dedupe: "sbom/alpha");
        await _database.Emitter(new NullIssueSink()).EmitAsync(first);

        var dry = (await _database.Emitter(new NullIssueSink()).EmitAsync(second)).Settled[0];
        var live = (await _database.Emitter(_sink).EmitAsync(second)).Settled[0];

        Assert.Equal((TaskState.DryRun, firstTasks[0].Key, $"null-{firstTasks[0].Key[..12]}"), (dry.State, dry.DuplicateOf, dry.Reference));
        Assert.Equal((TaskState.Created, null), (live.State, live.DuplicateOf));
    }

    [Fact]
    public async Task Emit_SameProblemWhileTheFirstIsOpen_WaitsAndGoesAheadWhenItsRunHasFailed()
    {
        var (first, _) = await RunAsync(1, dedupe: "sbom/alpha");
        var (second, _) = await RunAsync(1, dedupe: "sbom/alpha");
        _sink.Answer = _ => new SinkResult.Retry("503");
        await _database.Emitter(_sink).EmitAsync(first);
        _sink.Answer = _ => null;

        var waiting = await _database.Emitter(_sink).EmitAsync(second);
        await _database.Runs.MarkFailedAsync(first.RunId, "terminated");
        var ahead = await _database.Emitter(_sink).EmitAsync(second);

        Assert.Equal((false, true), (waiting.IsComplete, waiting.Retryable));
        Assert.Equal(TaskState.Created, Assert.Single(ahead.Settled).State);
    }

    [Fact]
    public async Task Emit_SameKeyWithAnotherPayload_KeepsTheFirstAndCounts()
    {
        var envelope = Samples.Event();
        var run = Samples.Run(envelope);
        await _database.Runs.AddAsync(run);
        _sink.Answer = _ => new SinkResult.Retry("503");
        await _database.Emitter(_sink).EmitAsync(Samples.Emission(run, Samples.Task(envelope, title: "First")));
        _sink.Answer = _ => null;

        await _database.Emitter(_sink).EmitAsync(Samples.Emission(run, Samples.Task(envelope, title: "Edited")));

        Assert.Equal(["First", "First"], _sink.Sent.Select(sent => sent.Spec.Title));
        Assert.Equal(1, (await _database.Tasks.FindAsync(_sink.Sent.First().Key))!.Conflicts);
    }

    [Fact]
    public async Task Emit_WithAnotherEventIdOnTheWire_AuditsBothAndKeepsItForEveryAttempt()
    {
        var (emission, tasks) = await RunAsync(1);
        _sink.EventId = task => "derived-" + task.Key[..8];
        _sink.Answer = _ => new SinkResult.Retry("503");
        await _database.Emitter(_sink).EmitAsync(emission);
        _sink.EventId = task => task.Spec.TriggeringEventId;
        _sink.Answer = _ => null;

        await _database.Emitter(_sink).EmitAsync(emission);

        var derived = "derived-" + tasks[0].Key[..8];
        Assert.Equal([derived, derived], _sink.Sent.Select(sent => sent.Spec.TriggeringEventId));
        var row = (await _database.Tasks.FindAsync(tasks[0].Key))!;
        Assert.Equal((derived, tasks[0].Spec.TriggeringEventId), (row.SentEventId, row.Spec.TriggeringEventId));
    }

    [Fact]
    public async Task Emit_SinkThatThrowsASecret_IsRetriedAndTheSecretStaysOut()
    {
        var (emission, tasks) = await RunAsync(1);
        _sink.Answer = _ => throw new FormatException("The format of value 'Bearer canary-4711-abc' is invalid, api_key=canary-4711");

        var outcome = await _database.Emitter(_sink).EmitAsync(emission);

        Assert.True(outcome.Retryable);
        var row = (await _database.Tasks.FindAsync(tasks[0].Key))!;
        Assert.Contains("FormatException", row.LastError, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", outcome.Describe() + AuditJson.Write(row), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emit_VerdictThatSawASecret_KeepsItOutOfTheAudit()
    {
        var (emission, tasks) = await RunAsync(1);
        var rule = emission.Decision.Rules[0] with
        {
            Because = "event.attributes.access_token was \"canary-4711\"",
            Leaves = [new LeafExplanation { Text = "event.attributes.access_token != ''", Outcome = "true", Values = new Dictionary<string, string>(StringComparer.Ordinal) { ["event.attributes.access_token"] = "\"canary-4711\"" } }],
        };

        await _database.Emitter(_sink).EmitAsync(emission with { Decision = emission.Decision with { Rules = [rule] } });
        await _database.Runs.SaveDecisionAsync(emission.RunId, emission.Decision with { Rules = [rule] });

        Assert.DoesNotContain("canary", string.Concat(await _database.QueryAsync("select explanation from task_spawn_log union all select decision from runs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emit_Stopped_RecordsTheAttemptSoThatNobodyWaits()
    {
        var (emission, tasks) = await RunAsync(1);
        using var stop = new CancellationTokenSource();
        _sink.Answer = _ =>
        {
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _database.Emitter(_sink).EmitAsync(emission, cancellationToken: stop.Token));
        _sink.Answer = _ => null;
        var outcome = await _database.Emitter(_sink).EmitAsync(emission);

        Assert.True(outcome.IsComplete);
        Assert.Equal(["retry", "created"], (await _database.Tasks.FindAsync(tasks[0].Key))!.AttemptLog.Select(attempt => attempt.Outcome));
    }

    [Fact]
    public async Task Claim_TwoConnectionsAtOnceThousandTimes_OneOfThemSends()
    {
        var envelope = Samples.Event();
        var run = Samples.Run(envelope);
        await _database.Runs.AddAsync(run);
        var other = new TaskSpawnLog(_database.OpenAnother(), _database.Time);
        var (sends, waits) = (0, 0);

        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (index, cancellation) =>
        {
            var task = Samples.Task(envelope, $"{index}");
            var claim = new TaskClaim
            {
                Task = task,
                RunId = run.RunId,
                DefinitionId = run.DefinitionId,
                DefinitionHash = run.DefinitionHash,
                Sink = "rest",
                SentEventId = task.Spec.TriggeringEventId,
            };
            var results = await Task.WhenAll(
                _database.Tasks.ClaimAsync(claim, TimeSpan.FromSeconds(20), cancellation), other.ClaimAsync(claim, TimeSpan.FromSeconds(20), cancellation));
            Interlocked.Add(ref sends, results.Count(result => result is ClaimResult.Send));
            Interlocked.Add(ref waits, results.Count(result => result is ClaimResult.Wait));
        });

        Assert.Equal((1_000, 1_000), (sends, waits));
        Assert.Equal(1_000, (await _database.Tasks.CountAsync())[TaskState.Pending]);
    }

    [Fact]
    public async Task Claim_SameProblemFromManyRunsAtOnce_OneOfThemSends()
    {
        var other = new TaskSpawnLog(_database.OpenAnother(), _database.Time);
        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RunAsync(1, dedupe: "sbom/alpha")));

        var outcomes = await Task.WhenAll(runs.Select((run, index) => _database.Emitter(_sink, index % 2 == 0 ? null : other).EmitAsync(run.Emission)));

        Assert.Single(_sink.Sent);
        Assert.Single(outcomes.SelectMany(outcome => outcome.Settled), row => row.State == TaskState.Created);
        Assert.All(outcomes.SelectMany(outcome => outcome.Open), open => Assert.True(open.Retryable));
    }

    [Fact]
    public async Task Search_ByReferenceIssueIdOrKeyPrefix_FindsTheRow()
    {
        var (emission, tasks) = await RunAsync(2);
        await _database.Emitter(new NullIssueSink()).EmitAsync(emission);
        await _database.Emitter(_sink).EmitAsync(emission);
        var row = (await _database.Tasks.FindAsync(tasks[1].Key))!;

        var byReference = await _database.Tasks.SearchAsync(row.Reference!);
        var byIssue = await _database.Tasks.SearchAsync(row.Reference!.Split(':')[1]);
        var byKey = await _database.Tasks.SearchAsync(tasks[1].Key[..12]);
        var byNull = await _database.Tasks.SearchAsync($"null-{tasks[1].Key[..12]}");

        Assert.Equal([tasks[1].Key], byReference.Select(found => found.Key));
        Assert.Equal([tasks[1].Key], byIssue.Select(found => found.Key));
        Assert.Equal([TaskState.Created, TaskState.DryRun], byKey.Select(found => found.State));
        Assert.Equal([TaskState.DryRun], byNull.Select(found => found.State));
        Assert.Empty(await _database.Tasks.SearchAsync("%"));
        Assert.Empty(await _database.Tasks.SearchAsync("____"));
    }

    [Theory]
    [InlineData("update task_spawn_log set task_ref = 'forged'")]
    [InlineData("update task_spawn_log set state = 'pending', finished_at = null, task_ref = null")]
    [InlineData("delete from task_spawn_log")]
    public async Task Schema_OnASettledTask_RefusesTheChange(string sql)
    {
        var (emission, _) = await RunAsync(1);
        await _database.Emitter(_sink).EmitAsync(emission);

        Assert.NotNull(await Record.ExceptionAsync(() => _database.ExecuteAsync(sql)));
        Assert.Equal("test:ISSUE-1", Assert.Single((await _database.Tasks.ListAsync(new TaskFilter(), new PageRequest())).Items).Reference);
    }

    [Fact]
    public async Task Schema_OnAPendingTask_RefusesAReferenceWithoutAnEnd()
    {
        var (emission, _) = await RunAsync(1);
        _sink.Answer = _ => new SinkResult.Retry("503");
        await _database.Emitter(_sink).EmitAsync(emission);

        Assert.NotNull(await Record.ExceptionAsync(() => _database.ExecuteAsync("update task_spawn_log set task_ref = 'x'")));
        Assert.NotNull(await Record.ExceptionAsync(() => _database.ExecuteAsync("update task_spawn_log set state = 'created', task_ref = 'x'")));
    }

    private async Task<(Emission Emission, PlannedTask[] Tasks)> RunAsync(int tasks, string? dedupe = null)
    {
        var envelope = Samples.Event();
        var run = Samples.Run(envelope);
        await _database.Runs.AddAsync(run);
        var planned = Enumerable.Range(0, tasks).Select(index => Samples.Task(envelope, $"{index}", dedupe: dedupe)).ToArray();
        return (Samples.Emission(run, planned), planned);
    }
}
