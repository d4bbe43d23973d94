using ActivityCore.Instructions;
using ActivityCore.Storage;
using ActivityCore.Tests.Storage;

namespace ActivityCore.Tests.Instructions;

/// <summary>What the audit of instructions promises, on either database.</summary>
public abstract class InstructionLogConformance
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly PlannedInstruction Plan = Instruct.Plan("shell: { command: c }\nreturns: tasks");

    [Fact]
    public async Task Record_Success_IsFinal()
    {
        await using var database = await CreateAsync();
        var (log, runId) = await RunAsync(database);
        var begun = Assert.IsType<InstructionClaim.Begun>(await log.BeginAsync(runId, Plan, "w1", Lease));
        var envelope = Samples.Event();

        await log.RecordAsync(Plan, begun.Sequence, begun.Attempt, new InstructionOutcome.Succeeded("done") { Output = "x", Tasks = [Samples.Task(envelope)] });
        var late = await log.RecordAsync(Plan, begun.Sequence, begun.Attempt, new InstructionOutcome.Failed("late"));
        var again = Assert.IsType<InstructionClaim.Settled>(await log.BeginAsync(runId, Plan, "w2", Lease));

        Assert.Equal((InstructionState.Succeeded, "done", 1), (late.State, late.Summary, late.Attempts));
        Assert.Equal("Onboard alpha", Assert.Single(again.Record.Tasks).Spec.Title);
        await Assert.ThrowsAnyAsync<Exception>(() => database.ExecuteAsync("delete from instruction_log"));
        await Assert.ThrowsAnyAsync<Exception>(() => database.ExecuteAsync("update instruction_log set task_count = 0, attempts = 2"));
    }

    [Fact]
    public async Task Begin_AttemptUnderWay_WaitsForItsLease()
    {
        await using var database = await CreateAsync();
        var (log, runId) = await RunAsync(database);
        var begun = Assert.IsType<InstructionClaim.Begun>(await log.BeginAsync(runId, Plan, "w1", Lease));
        database.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(await log.RenewAsync(begun.Sequence, begun.Attempt));
        database.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(new InstructionClaim.Wait(TimeSpan.FromSeconds(10)), await log.BeginAsync(runId, Plan, "w2", Lease));
    }

    [Fact]
    public async Task Begin_AttemptWithoutAnEnd_IsUnknownAndTriedAgain()
    {
        await using var database = await CreateAsync();
        var (log, runId) = await RunAsync(database);
        var lost = Assert.IsType<InstructionClaim.Begun>(await log.BeginAsync(runId, Plan, "w1", Lease));
        database.Time.Advance(Lease);

        var second = Assert.IsType<InstructionClaim.Begun>(await log.BeginAsync(runId, Plan, "w2", Lease));

        Assert.Equal(2, second.Attempt);
        Assert.False(await log.RenewAsync(lost.Sequence, lost.Attempt));
        Assert.Equal(InstructionState.Started, (await log.RecordAsync(Plan, lost.Sequence, lost.Attempt, new InstructionOutcome.Succeeded("from the grave"))).State);
        Assert.Equal(["unknown", null], Assert.Single(await log.ListAsync(runId)).AttemptLog.Select(attempt => attempt.Outcome));
    }

    [Fact]
    public async Task Begin_AttemptWithoutAnEndAndAtMostOnce_HasFailedWithADeadLetter()
    {
        await using var database = await CreateAsync();
        var (log, runId) = await RunAsync(database);
        var plan = Plan with { AtMostOnce = true };
        await log.BeginAsync(runId, plan, "w1", Lease);
        database.Time.Advance(Lease);

        var settled = Assert.IsType<InstructionClaim.Settled>(await log.BeginAsync(runId, plan, "w2", Lease));

        Assert.Equal((InstructionState.Failed, 1), (settled.Record.State, settled.Record.Attempts));
        Assert.Contains("at most once", settled.Record.LastError, StringComparison.Ordinal);
        var letter = Assert.Single((await database.DeadLetters.ListAsync(new() { Kind = DeadLetterKind.Instruction }, new())).Items);
        Assert.Equal((plan.Key, runId), (letter.Key, letter.Source));
    }

    [Fact]
    public async Task Record_Retry_LeavesItPendingForTheNext()
    {
        await using var database = await CreateAsync();
        var (log, runId) = await RunAsync(database);
        var begun = Assert.IsType<InstructionClaim.Begun>(await log.BeginAsync(runId, Plan, "w1", Lease));

        var record = await log.RecordAsync(Plan, begun.Sequence, begun.Attempt, new InstructionOutcome.Retry("down, password=hunter22"));

        Assert.Equal((InstructionState.Pending, "down, password=[redacted]"), (record.State, record.LastError));
        Assert.Equal(2, Assert.IsType<InstructionClaim.Begun>(await log.BeginAsync(runId, Plan, "w2", Lease)).Attempt);
    }

    [Fact]
    public async Task Begin_Workflow_GoesOnWithItsOneAttempt()
    {
        await using var database = await CreateAsync();
        var (log, runId) = await RunAsync(database);
        var plan = Instruct.Plan("workflow: { type: T }");

        var first = await log.BeginAsync(runId, plan, "w1", Lease);
        var second = await log.BeginAsync(runId, plan, "w2", Lease);

        Assert.Equal(first, second);
    }

    private protected abstract Task<TestDatabase> CreateAsync();

    private static async Task<(InstructionLog Log, string RunId)> RunAsync(TestDatabase database)
    {
        var run = Samples.Run(Samples.Event());
        await database.Runs.AddAsync(run);
        return (new(database.Database, database.Time), run.RunId);
    }
}
