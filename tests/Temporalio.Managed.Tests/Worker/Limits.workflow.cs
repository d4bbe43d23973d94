using Temporalio.Activities;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Worker;

/// <summary>More than the 4 MiB that the service takes in one message.</summary>
[Workflow]
public class TooLargeWorkflow
{
    private const int Size = 5 * 1024 * 1024;

    private bool _done;

    [WorkflowRun]
    public async Task<string> RunAsync(string how)
    {
        switch (how)
        {
            case "activity":
                return await Workflow.ExecuteActivityAsync(() => Produce(), new() { StartToCloseTimeout = TimeSpan.FromMinutes(1) });
            case "query":
                await Workflow.WaitConditionAsync(() => _done);
                return "done";
            default:
                return Large();
        }
    }

    [WorkflowSignal]
    public Task FinishAsync()
    {
        _done = true;
        return Task.CompletedTask;
    }

    [WorkflowQuery]
    public string Large() => new('x', Size);

    [Activity]
    public static string Produce() => new('x', Size);
}

/// <summary>A history of several pages.</summary>
[Workflow]
public class ManyTimersWorkflow
{
    private int _fired;
    private bool _go;

    [WorkflowQuery]
    public int Fired => _fired;

    [WorkflowRun]
    public async Task<int> RunAsync(int timers)
    {
        await Workflow.WhenAllAsync(Enumerable.Range(0, timers).Select(_ => NapAsync()));
        await Workflow.WaitConditionAsync(() => _go);
        return _fired;
    }

    [WorkflowSignal]
    public Task GoAsync()
    {
        _go = true;
        return Task.CompletedTask;
    }

    private async Task NapAsync()
    {
        await Workflow.DelayAsync(1);
        _fired++;
    }
}

[Workflow]
public class SeededWorkflow
{
    [WorkflowRun]
    public async Task<IReadOnlyCollection<string>> RunAsync()
    {
        var before = Workflow.NewGuid();
        await Workflow.DelayAsync(1);
        var between = Workflow.NewGuid();
        await Workflow.DelayAsync(1);
        return [before.ToString(), between.ToString(), Workflow.NewGuid().ToString()];
    }
}

/// <summary>Works through items, so many at a time.</summary>
[Workflow]
public class PermitsWorkflow
{
    private readonly List<string> _log = [];

    [WorkflowRun]
    public async Task<IReadOnlyCollection<string>> RunAsync()
    {
        var two = new Temporalio.Workflows.Semaphore(2);
        var most = 0;
        await Workflow.WhenAllAsync(Enumerable.Range(0, 5).Select(async i =>
        {
            await two.WaitAsync();
            most = Math.Max(most, two.Max - two.CurrentCount);
            _log.Add($"{i}");
            await Workflow.DelayAsync(1);
            two.Release();
        }));
        _log.Add($"at most {most}");

        var mutex = new Temporalio.Workflows.Mutex();
        await mutex.WaitOneAsync();
        _log.Add($"at once {await mutex.WaitOneAsync(0)}");
        _log.Add($"in time {await mutex.WaitOneAsync(5)}");
        using var cancel = new CancellationTokenSource();
        var cancelled = mutex.WaitOneAsync(cancel.Token);
        cancel.Cancel();
        try
        {
            await cancelled;
        }
        catch (OperationCanceledException)
        {
            _log.Add("cancelled");
        }
        var next = mutex.WaitOneAsync(TimeSpan.FromMinutes(1));
        mutex.ReleaseMutex();
        _log.Add($"released {await next}");
        mutex.ReleaseMutex();
        try
        {
            mutex.ReleaseMutex();
        }
        catch (InvalidOperationException e)
        {
            _log.Add(e.Message);
        }
        return _log;
    }
}

/// <summary>Leaves the workflow's scheduler in a way that the guard may or may not see.</summary>
[Workflow]
public class LeavingWorkflow
{
    public static WorkflowSwitch Cured { get; } = new();

    [WorkflowRun]
    public async Task<string> RunAsync(string how)
    {
        if (!Cured.IsOn)
        {
#pragma warning disable CA2007, CA2008, MA0040, CA1849, VSTHRD105
            switch (how)
            {
                case "ConfigureAwait":
                    await Workflow.DelayAsync(1).ConfigureAwait(false);
                    break;
                case "StartNew":
                    await Task.Factory.StartNew(() => { }, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default);
                    break;
                case "Yield":
                    await Task.Run(async () => await Task.Yield()).ConfigureAwait(true);
                    break;
                default:
                    await Task.Run(() => { });
                    break;
            }
#pragma warning restore CA2007, CA2008, MA0040, CA1849, VSTHRD105
        }
        return $"in workflow: {Workflow.InWorkflow}";
    }
}
