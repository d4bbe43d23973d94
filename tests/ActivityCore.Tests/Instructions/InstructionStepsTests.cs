using ActivityCore.Instructions;
using ActivityCore.Runs;
using ActivityCore.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActivityCore.Tests.Instructions;

/// <summary>The steps around a runner that misbehaves, and a database that does not answer.</summary>
public sealed class InstructionStepsTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    private readonly ScriptedRunner _runner = new();
    private TestDatabase _database = null!;
    private string _runId = "";
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.SqliteAsync();
        var run = Samples.Run(Samples.Event());
        await _database.Runs.AddAsync(run);
        var decision = await _database.Runs.SaveDecisionAsync(run.RunId, Instruct.Decide("shell: { command: c }"));
        (_runId, _key) = (run.RunId, Assert.Single(decision.PlannedInstructions).Key);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task RunAsync_RunnerThrows_IsAnAttemptLikeAnyOther()
    {
        _runner.Do = _ => throw new InvalidOperationException("a fault of ours");
        var sut = Steps(Log, TimeProvider.System);

        var open = await Assert.ThrowsAsync<InstructionOpenException>(() => sut.RunAsync(_runId, _key, TimeSpan.Zero));
        var last = await sut.RunAsync(_runId, _key, InstructionLimits.Patience + TimeSpan.FromMinutes(1));

        Assert.Equal("InvalidOperationException; the worker's log has more", open.Message);
        Assert.Equal(("failed", true), (last.State, last.Stops));
        Assert.Equal(["retry", "failed"], Assert.Single(await Log.ListAsync(_runId)).AttemptLog.Select(attempt => attempt.Outcome));
    }

    /// <summary>A worker cut off from its database must have stopped when its lease is over, and not when its driver gives up.</summary>
    [Fact]
    public async Task RunAsync_RenewalThatNeverAnswers_StopsTheAction()
    {
        var stopped = new TaskCompletionSource();
        _runner.Do = async cancellationToken =>
        {
            await using var registration = cancellationToken.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };

        var running = Steps(new SilentLog(Log), new HurryingTime()).RunAsync(_runId, _key, TimeSpan.Zero);

        await stopped.Task.WaitAsync(Bound, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InstructionOpenException>(() => running.WaitAsync(Bound, TestContext.Current.CancellationToken));
    }

    private InstructionLog Log => new(_database.Database, _database.Time);

    private InstructionSteps Steps(IInstructionLog log, TimeProvider time) =>
        new(_database.Runs, log, new PinnedDefinitions(_database.Definitions), [_runner], time, NullLogger<InstructionSteps>.Instance);

    private sealed class ScriptedRunner : IInstructionRunner
    {
        public InstructionKind Kind => InstructionKind.Shell;

        public Func<CancellationToken, Task> Do { get; set; } = _ => Task.CompletedTask;

        public async Task<InstructionOutcome> RunAsync(InstructionCall call, CancellationToken cancellationToken)
        {
            await Do(cancellationToken);
            return new InstructionOutcome.Succeeded("done");
        }
    }

    private sealed class SilentLog(IInstructionLog inner) : IInstructionLog
    {
        public Task<InstructionClaim> BeginAsync(string runId, PlannedInstruction plan, string worker, TimeSpan lease, CancellationToken cancellationToken = default) =>
            inner.BeginAsync(runId, plan, worker, lease, cancellationToken);

        public Task<bool> RenewAsync(long sequence, int attempt, CancellationToken cancellationToken = default) => new TaskCompletionSource<bool>().Task;

        public Task<InstructionRecord> RecordAsync(
            PlannedInstruction plan, long sequence, int attempt, InstructionOutcome outcome, CancellationToken cancellationToken = default) =>
            inner.RecordAsync(plan, sequence, attempt, outcome, cancellationToken);

        public Task<IReadOnlyList<InstructionRecord>> ListAsync(string runId, CancellationToken cancellationToken = default) => inner.ListAsync(runId, cancellationToken);
    }

    /// <summary>A clock on which every wait is over at once and has taken its time.</summary>
    private sealed class HurryingTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref _ticks, Math.Max(0, dueTime.Ticks));
            return base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
