using RealComponents;
using Temporalio.Common;

namespace Temporalio.Managed.Tests.TypeScript;

/// <summary>Every recorded history of RunActivityWorkflow, as the official worker sees it: <c>run-activity.js</c> makes the commands that the workflow makes.</summary>
public class RecordedRunTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "histories", "run-activity");

    [Fact]
    public async Task RecordedRuns_InTheOfficialWorkerWithEqualCode_Replay()
    {
        var sdk = await TypeScriptSdk.RequireAsync();
        var files = Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal).ToArray();

        var outcomes = await new OfficialReplay(sdk).RunAsync("run-activity.js", [.. await Task.WhenAll(files.Select(file => ReadAsync(file)))]);

        Assert.Equal(files.Length, outcomes.Count);
        Assert.True(outcomes.Values.All(error => error.Length == 0), string.Join('\n', outcomes.Where(outcome => outcome.Value.Length > 0)));
    }

    /// <summary>That the official worker does look: the same history with another activity in it.</summary>
    [Fact]
    public async Task RecordedRun_OfAnotherShape_IsNoticedByTheOfficialWorker()
    {
        var sdk = await TypeScriptSdk.RequireAsync();
        var changed = await ReadAsync(Path.Combine(Folder, "with-evidence.json"), ("\"submit_evidence\"", "\"submit_cats\""));

        var outcome = Assert.Single(await new OfficialReplay(sdk).RunAsync("run-activity.js", [changed]));

        Assert.StartsWith("DeterminismViolationError: ", outcome.Value, StringComparison.Ordinal);
    }

    // A run's activities are called with the workflow's id, so it must be the recorded one.
    private static async Task<WorkflowHistory> ReadAsync(string file, (string From, string To) change = default)
    {
        var json = await File.ReadAllTextAsync(file);
        var recorded = WorkflowHistory.FromJson("recorded", change.From is null ? json : json.Replace(change.From, change.To, StringComparison.Ordinal));
        return recorded with { Id = recorded.Events.First().WorkflowExecutionStartedEventAttributes.WorkflowId };
    }
}
