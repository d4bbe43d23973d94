using RealComponents;
using Temporalio.Common;

namespace Temporalio.Managed.Tests.TypeScript;

/// <summary>Recorded histories of RunActivityWorkflow, as the official worker sees them.</summary>
public class RecordedRunTests
{
    // What tests/npm/ts-smoke/run-activity.js knows to do.
    private static readonly string[] Known =
    [
        "emitted-at-second-attempt", "emitted", "no-task", "parked-cancelled", "parked-dropped", "parked-released", "refused", "rule-error",
        "with-context",
    ];

    [Fact]
    public async Task RecordedRuns_InTheOfficialWorkerWithEqualCode_Replay()
    {
        var sdk = await TypeScriptSdk.RequireAsync();
        var histories = new List<WorkflowHistory>();
        foreach (var name in Known)
        {
            var json = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "histories", "run-activity", $"{name}.json"));
            var recorded = WorkflowHistory.FromJson(name, json);
            histories.Add(recorded with { Id = recorded.Events.First().WorkflowExecutionStartedEventAttributes.WorkflowId });
        }

        var outcomes = await new OfficialReplay(sdk).RunAsync("run-activity.js", histories);

        Assert.All(outcomes, outcome => Assert.Equal("", outcome.Value));
    }
}
