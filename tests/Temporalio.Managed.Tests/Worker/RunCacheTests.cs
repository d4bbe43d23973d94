using Temporalio.Api.WorkflowService.V1;
using Temporalio.Runtime;
using Temporalio.Worker.WorkflowTasks;

namespace Temporalio.Managed.Tests.Worker;

/// <summary>Which task of a run is worked on next.</summary>
public class RunCacheTests
{
    private readonly RunCache _cache = new(
        capacity: 10, "ns", _ => { }, new Temporalio.Worker.Metrics.MetricFactory(TemporalRuntime.Default, "ns", "tq").Workflows);

    [Fact]
    public void Queries_OfABusyRun_WaitForTheirTurn_BehindItsTask()
    {
        var run = _cache.Begin(Task(), out _)!;
        PolledWorkflowTask[] queries = [Query(), Query(), Query()];
        var task = Task();

        foreach (var waiting in (PolledWorkflowTask[])[queries[0], task, queries[1], queries[2]])
        {
            Assert.Null(_cache.Begin(waiting, out var replaced));
            Assert.Null(replaced);
        }

        Assert.Equal([task, .. queries], Drain(run));
    }

    [Fact]
    public void Task_OfABusyRun_ReplacesTheOneThatWaits()
    {
        var run = _cache.Begin(Task(), out _)!;
        var older = Task();
        var newer = Task();

        _cache.Begin(older, out _);
        _cache.Begin(newer, out var replaced);

        Assert.Same(older, replaced);
        Assert.Equal([newer], Drain(run));
    }

    [Fact]
    public void Queries_OfARunThatLeaves_GoToItsSuccessor()
    {
        var run = _cache.Begin(Task(), out _)!;
        PolledWorkflowTask[] queries = [Query(), Query()];
        foreach (var query in queries)
        {
            _cache.Begin(query, out _);
        }
        run.MarkEvicted();

        var first = _cache.End(run)!.Value;

        Assert.NotSame(run, first.Run);
        Assert.Same(queries[0], first.Task);
        Assert.Equal([queries[1]], Drain(first.Run));
    }

    private static PolledWorkflowTask Task() => new(new() { WorkflowExecution = new() { RunId = "r" } }, 0);

    private static PolledWorkflowTask Query() =>
        new(new PollWorkflowTaskQueueResponse { WorkflowExecution = new() { RunId = "r" }, Query = new() { QueryType = "q" } }, 0);

    private List<PolledWorkflowTask> Drain(WorkflowRun run)
    {
        List<PolledWorkflowTask> tasks = [];
        while (_cache.End(run) is var (next, task))
        {
            run = next;
            tasks.Add(task);
        }
        Assert.False(run.IsBusy);
        return tasks;
    }
}
