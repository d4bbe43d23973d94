using Temporalio.Activities;
using Temporalio.Common;
using Temporalio.Workflows;

namespace ActivityCore.Cli.Tests.Temporal;

/// <summary>A workflow to look at: an activity that succeeds, and one that is retried and waits.</summary>
[Workflow("Inspected")]
public sealed class InspectedWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync(string input)
    {
        var options = new ActivityOptions { StartToCloseTimeout = TimeSpan.FromMinutes(1), RetryPolicy = new RetryPolicy { InitialInterval = TimeSpan.FromHours(1), MaximumAttempts = 5 } };
        var looked = await Workflow.ExecuteActivityAsync(() => InspectedActivities.Look(input), options);
        return string.Equals(input, "stay", StringComparison.Ordinal)
            ? await Workflow.ExecuteActivityAsync(() => InspectedActivities.Stumble(looked), options)
            : looked;
    }
}

public static class InspectedActivities
{
    [Activity]
    public static string Look(string at) => $"looked at {at}";

    [Activity]
    public static string Stumble(string over) => throw new InvalidOperationException($"stumbled: {over}");
}
