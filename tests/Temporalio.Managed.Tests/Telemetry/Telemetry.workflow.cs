using System.Diagnostics;
using Temporalio.Activities;
using Temporalio.Exceptions;
using Temporalio.Extensions.OpenTelemetry;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Telemetry;

/// <summary>Does a little of everything that is measured and traced.</summary>
[Workflow]
public class ObservedWorkflow
{
    public static readonly ActivitySource Source = new("ObservedWorkflow");

    private bool _go;

    [WorkflowQuery]
    public bool Gone => _go;

    [WorkflowRun]
    public async Task<string> RunAsync(string name)
    {
        Workflow.MetricMeter.CreateCounter<int>("observed_runs").Add(1);
        var options = new ActivityOptions { StartToCloseTimeout = TimeSpan.FromSeconds(30), RetryPolicy = new() { MaximumAttempts = 2, InitialInterval = TimeSpan.FromMilliseconds(10) } };
        var greeting = await Workflow.ExecuteActivityAsync(() => ObservedActivities.Greet(name), options);
        using (Source.TrackWorkflowDiagnosticActivity("own place"))
        {
            await Workflow.ExecuteLocalActivityAsync(
                () => ObservedActivities.Measure(), new() { StartToCloseTimeout = TimeSpan.FromSeconds(30) });
        }
        await Workflow.WaitConditionAsync(() => _go);
        try
        {
            await Workflow.ExecuteActivityAsync(() => ObservedActivities.Fail(), options);
        }
        catch (ActivityFailureException)
        {
            // As it was meant to.
        }
        await Workflow.ExecuteChildWorkflowAsync((ObservedChildWorkflow wf) => wf.RunAsync());
        return greeting;
    }

    [WorkflowSignal]
    public Task GoAsync()
    {
        _go = true;
        return Task.CompletedTask;
    }
}

[Workflow]
public class ObservedChildWorkflow
{
    [WorkflowRun]
    public Task RunAsync() => Workflow.DelayAsync(1);
}

public static class ObservedActivities
{
    [Activity]
    public static string Greet(string name) => $"Hello, {name}!";

    [Activity]
    public static void Measure() => ActivityExecutionContext.Current.MetricMeter.CreateHistogram<TimeSpan>("observed_time", "duration").Record(TimeSpan.FromSeconds(2));

    [Activity]
    public static void Fail() => throw new ApplicationFailureException("no");
}
