using Temporalio.Activities;

namespace TemporalBench;

/// <summary>The activity of tperf's workflow, under its name.</summary>
public static class Decisions
{
    [Activity("decide")]
    public static string Decide(DecisionEvent e) => "task-" + e.Id;
}
