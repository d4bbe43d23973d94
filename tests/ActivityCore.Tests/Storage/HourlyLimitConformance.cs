using ActivityCore.Rules;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Tests.Storage;

/// <summary>The bound of tasks an hour on every database: decided with the decision, once, whichever workers decide at the same time.</summary>
public abstract class HourlyLimitConformance : IAsyncLifetime
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
    public async Task SaveDecision_AboveTheHour_HoldsItUntilTheWindowHasMovedOn()
    {
        var first = await DecideAsync(3, limit: 5);
        _database.Time.Advance(TimeSpan.FromMinutes(30));
        var tooMany = await DecideAsync(3, limit: 5);
        var fits = await DecideAsync(2, limit: 5);
        var full = await DecideAsync(1, limit: 5);
        _database.Time.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(1));
        var later = await DecideAsync(3, limit: 5);

        Assert.Null(first.HeldBecause);
        Assert.Equal(
            "The decision asks for 3 tasks, 3 were asked for within the last hour, and limits.max_tasks_per_hour is 5: nothing was emitted. Release or drop the run.", tooMany.HeldBecause);
        Assert.Null(fits.HeldBecause);
        Assert.NotNull(full.HeldBecause);
        Assert.Null(later.HeldBecause);
    }

    [Fact]
    public async Task SaveDecision_Again_StandsAsItWasDecided()
    {
        await DecideAsync(5, limit: 5);
        var envelope = Samples.Event();
        var run = Samples.Run(envelope);
        await _database.Runs.AddAsync(run);
        var held = await _database.Runs.SaveDecisionAsync(run.RunId, Samples.Decision(Samples.Task(envelope)), maxTasksPerHour: 5);
        _database.Time.Advance(TimeSpan.FromHours(2));

        var again = await _database.Runs.SaveDecisionAsync(run.RunId, Samples.Decision(Samples.Task(envelope)), maxTasksPerHour: 5);

        Assert.NotNull(held.HeldBecause);
        Assert.Equal(held.HeldBecause, again.HeldBecause);
        Assert.Equal(held.HeldBecause, (await _database.Runs.FindAsync(run.RunId))!.Decision!.HeldBecause);
    }

    [Fact]
    public async Task SaveDecision_OtherDefinitions_HaveAnHourOfTheirOwn()
    {
        await DecideAsync(5, limit: 5);

        var other = await DecideAsync(5, limit: 5, definitionId: Guid.NewGuid());

        Assert.Null(other.HeldBecause);
    }

    [Fact]
    public async Task SaveDecision_ManyWorkersAtOnce_LetThroughExactlyTheLimit()
    {
        var other = new RunLog(_database.OpenAnother(), _database.Time);

        var decisions = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => DecideAsync(2, limit: 20, runs: i % 2 == 0 ? _database.Runs : other)));

        Assert.Equal(10, decisions.Count(decision => decision.HeldBecause is null));
        Assert.Equal(30, decisions.Count(decision => decision.HeldBecause is not null));
    }

    [Fact]
    public async Task SaveDecision_Held_ParksTheRunWithIt()
    {
        await DecideAsync(5, limit: 5);
        var runId = await AddAsync();

        var held = await _database.Runs.SaveDecisionAsync(runId, Samples.Decision(Samples.Task(Samples.Event())), maxTasksPerHour: 5);

        var run = (await _database.Runs.FindAsync(runId))!;
        Assert.Equal((RunState.Parked, held.HeldBecause), (run.State, run.Failure));
    }

    [Fact]
    public async Task Conclude_ReturnedTasksAboveTheHour_ParksTheRunAndStands()
    {
        await DecideAsync(3, limit: 5);
        var runId = await AddAsync();
        await _database.Runs.SaveDecisionAsync(runId, Samples.Decision(Samples.Task(Samples.Event())), maxTasksPerHour: 5);

        var held = await _database.Runs.ConcludeAsync(runId, 4, heldBecause: null, maxTasksPerHour: 5);
        _database.Time.Advance(TimeSpan.FromHours(2));
        var again = await _database.Runs.ConcludeAsync(runId, 4, heldBecause: null, maxTasksPerHour: 5);

        Assert.Equal(
            "The rules and instructions ask for 4 tasks, 3 were asked for within the last hour, and limits.max_tasks_per_hour is 5: nothing was emitted. Release or drop the run.", held);
        Assert.Equal(held, again);
        var run = (await _database.Runs.FindAsync(runId))!;
        Assert.Equal((RunState.Parked, 4, held), (run.State, run.Tasks, run.Failure));
    }

    [Fact]
    public async Task Conclude_TasksThatAreLetThrough_CountFromThenOn()
    {
        var runId = await AddAsync();
        await _database.Runs.SaveDecisionAsync(runId, Samples.Decision(Samples.Task(Samples.Event())), maxTasksPerHour: 5);
        _database.Time.Advance(TimeSpan.FromMinutes(50));
        var through = await _database.Runs.ConcludeAsync(runId, 4, heldBecause: null, maxTasksPerHour: 5);
        _database.Time.Advance(TimeSpan.FromMinutes(50));

        var tooMany = await DecideAsync(2, limit: 5);
        var fits = await DecideAsync(1, limit: 5);

        Assert.Null(through);
        Assert.NotNull((await _database.Runs.FindAsync(runId))!.ConcludedAt);
        Assert.NotNull(tooMany.HeldBecause);
        Assert.Null(fits.HeldBecause);
    }

    [Fact]
    public async Task Conclude_HeldForAnotherReason_CountsNeitherRulesNorInstructions()
    {
        var runId = await AddAsync();
        await _database.Runs.SaveDecisionAsync(runId, Samples.Decision(Samples.Task(Samples.Event())), maxTasksPerHour: 5);
        await _database.Runs.ConcludeAsync(runId, 200, heldBecause: "more than a run may have", maxTasksPerHour: 5);

        var other = await DecideAsync(5, limit: 5);

        Assert.Null(other.HeldBecause);
        Assert.Equal((RunState.Parked, "more than a run may have"), await StateAsync(runId));
    }

    [Fact]
    public async Task Conclude_ManyWorkersAtOnce_LetThroughExactlyTheLimit()
    {
        var other = new RunLog(_database.OpenAnother(), _database.Time);
        var runs = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            runs.Add(await AddAsync());
            await _database.Runs.SaveDecisionAsync(runs[i], Samples.Decision());
        }

        var held = await Task.WhenAll(runs.Select((runId, i) => (i % 2 == 0 ? _database.Runs : other).ConcludeAsync(runId, 2, heldBecause: null, maxTasksPerHour: 20)));

        Assert.Equal(10, held.Count(reason => reason is null));
    }

    private async Task<(RunState State, string? Failure)> StateAsync(string runId) =>
        await _database.Runs.FindAsync(runId) is { } run ? (run.State, run.Failure) : throw new InvalidOperationException($"There is no run {runId}.");

    private async Task<string> AddAsync()
    {
        var run = Samples.Run(Samples.Event());
        await _database.Runs.AddAsync(run);
        return run.RunId;
    }

    private async Task<Decision> DecideAsync(int tasks, int limit, Guid? definitionId = null, RunLog? runs = null)
    {
        var envelope = Samples.Event();
        var run = Samples.Run(envelope, definitionId: definitionId);
        runs ??= _database.Runs;
        await runs.AddAsync(run);
        PlannedTask[] planned = [.. Enumerable.Range(0, tasks).Select(i => Samples.Task(envelope, $"{i}", definitionId: definitionId))];
        return await runs.SaveDecisionAsync(run.RunId, Samples.Decision(planned), limit);
    }
}
