using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Worker;

/// <summary>Does, on its first attempts, what a workflow must not do.</summary>
[Workflow]
public class MisbehavingWorkflow
{
    public static WorkflowSwitch Cured { get; } = new();

    [WorkflowRun]
    public async Task<string> RunAsync(string how)
    {
        if (!Cured.IsOn)
        {
            switch (how)
            {
                case "Task.Delay":
#pragma warning disable MA0040 // The point is that it is wrong.
                    await Task.Delay(1);
                    break;
                case "Task.Run":
                    await Task.Run(() => { });
#pragma warning restore MA0040
                    break;
                case "hang":
                    // Until the watchdog has seen it, however late that looks.
                    for (var i = 0; i < 600 && !Cured.IsOn; i++)
                    {
                        Thread.Sleep(100);
                    }
                    break;
                default:
                    throw new InvalidOperationException("a bug");
            }
        }
        return "cured";
    }
}

[Workflow]
public class ChangingWorkflow
{
    public static WorkflowSwitch Changed { get; } = new();

    private bool _go;

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        if (Changed.IsOn)
        {
            await Workflow.ExecuteActivityAsync(() => BasicActivities.Greet("new"), new() { StartToCloseTimeout = TimeSpan.FromSeconds(10) });
        }
        else
        {
            await Workflow.DelayAsync(1);
        }
        await Workflow.WaitConditionAsync(() => _go);
        return "done";
    }

    [WorkflowSignal]
    public Task GoAsync()
    {
        _go = true;
        return Task.CompletedTask;
    }
}

/// <summary>Ends, other than most, when its code is no longer what it was.</summary>
[Workflow(FailureExceptionTypes = [typeof(WorkflowNondeterminismException)])]
public class ChangingForGoodWorkflow
{
    public static WorkflowSwitch Changed { get; } = new();

    [WorkflowRun]
    public Task RunAsync() => Changed.IsOn ? Workflow.WaitConditionAsync(() => false) : Workflow.DelayAsync(TimeSpan.FromHours(1));
}
