using Temporalio.Activities;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Worker;

[Workflow]
public class GreetingWorkflow
{
    [WorkflowRun]
    public Task<string> RunAsync(string name) => Task.FromResult($"Hello, {name}!");
}

[Workflow]
public class OneActivityWorkflow
{
    [WorkflowRun]
    public Task<string> RunAsync(string name) => Workflow.ExecuteActivityAsync(
        () => BasicActivities.Greet(name), new() { StartToCloseTimeout = TimeSpan.FromSeconds(30), Summary = "greets" });
}

[Workflow]
public class OneLocalActivityWorkflow
{
    [WorkflowRun]
    public Task<string> RunAsync(string name) => Workflow.ExecuteLocalActivityAsync(
        () => BasicActivities.Greet(name), new() { StartToCloseTimeout = TimeSpan.FromSeconds(30) });
}

[Workflow]
public class TimerWorkflow
{
    [WorkflowRun]
    public async Task<bool> RunAsync(TimeSpan delay)
    {
        var begin = Workflow.UtcNow;
        await Workflow.DelayWithOptionsAsync(new(delay, "a nap"));
        return Workflow.UtcNow - begin >= delay;
    }
}

[Workflow]
public class SignalWorkflow
{
    private readonly List<string> _seen = [];

    [WorkflowQuery]
    public int Count => _seen.Count;

    [WorkflowRun]
    public async Task<IReadOnlyCollection<string>> RunAsync(int count)
    {
        await Workflow.WaitConditionAsync(() => _seen.Count >= count);
        return _seen;
    }

    [WorkflowSignal]
    public Task SeeAsync(string what)
    {
        _seen.Add(what);
        return Task.CompletedTask;
    }

    [WorkflowQuery]
    public string At(int index) => _seen[index];
}

/// <summary>Returns while a part of it still waits for an activity, which it cancels; that part would begin a timer.</summary>
[Workflow]
public class AfterlifeWorkflow
{
    private bool _end;

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        using var cancel = new CancellationTokenSource();
        var rest = TimerAfterActivityAsync(cancel.Token);
        await Workflow.WaitConditionAsync(() => _end);
        cancel.Cancel();
        return rest.IsCompleted ? "too early" : "ended";
    }

    [WorkflowSignal]
    public Task EndAsync()
    {
        _end = true;
        return Task.CompletedTask;
    }

    private static async Task TimerAfterActivityAsync(CancellationToken cancel)
    {
        try
        {
            await Workflow.ExecuteActivityAsync(() => BasicActivities.Greet("nobody"), new()
            {
                TaskQueue = "nobody-polls-here",
                ScheduleToCloseTimeout = TimeSpan.FromMinutes(10),
                CancellationType = ActivityCancellationType.TryCancel,
                CancellationToken = cancel,
            });
        }
        catch (ActivityFailureException)
        {
            await Workflow.DelayAsync(TimeSpan.FromMinutes(10));
        }
    }
}

[Workflow]
public class CancelledWorkflow
{
    [WorkflowRun]
    public Task RunAsync() => Workflow.DelayAsync(Timeout.InfiniteTimeSpan);
}

[Workflow]
public class FailingWorkflow
{
    [WorkflowRun]
    public Task RunAsync(bool activity) => activity
        ? Workflow.ExecuteActivityAsync(
            () => BasicActivities.Fail("broken"),
            new() { StartToCloseTimeout = TimeSpan.FromSeconds(30), RetryPolicy = new() { MaximumAttempts = 2, InitialInterval = TimeSpan.FromMilliseconds(10) } })
        : throw new ApplicationFailureException("no good", "Bad", nonRetryable: true, details: [42]);
}

public static class BasicActivities
{
    [Activity]
    public static string Greet(string name) => $"Hello, {name}!";

    [Activity]
    public static void Fail(string message) => throw new ApplicationFailureException(message, "Broken");
}
