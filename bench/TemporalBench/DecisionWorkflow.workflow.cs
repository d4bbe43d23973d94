using Temporalio.Workflows;

namespace TemporalBench;

/// <summary>The shapes of tperf's own workflow, under its name.</summary>
[Workflow("run")]
public class DecisionWorkflow
{
    private static readonly ActivityOptions Activity = new() { StartToCloseTimeout = TimeSpan.FromMinutes(1) };
    private static readonly LocalActivityOptions LocalActivity = new() { ScheduleToCloseTimeout = TimeSpan.FromMinutes(1) };

    [WorkflowRun]
    public async Task<string> RunAsync(string shape, DecisionEvent e)
    {
        switch (shape)
        {
            case "none":
                return "task-" + e.Id;
            case "local":
                return await Workflow.ExecuteLocalActivityAsync(() => Decisions.Decide(e), LocalActivity);
            default:
                var result = "";
                for (var i = 0; i < (string.Equals(shape, "steps4", StringComparison.Ordinal) ? 4 : 1); i++)
                {
                    result = await Workflow.ExecuteActivityAsync(() => Decisions.Decide(e), Activity);
                }
                return result;
        }
    }
}
