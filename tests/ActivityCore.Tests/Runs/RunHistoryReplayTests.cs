using ActivityCore.Runs;
using RealComponents;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Worker;

namespace ActivityCore.Tests.Runs;

/// <summary>Every behaviour that was ever shipped must replay: the files are never edited, only added to.</summary>
public sealed class RunHistoryReplayTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "histories", "run-activity");

    // In debug mode nobody asks how long a step takes: a busy machine is no fault of the workflow's.
    private static WorkflowReplayer Replayer => new(new WorkflowReplayerOptions { DebugMode = true }.AddWorkflow<RunActivityWorkflow>());

    public static TheoryData<string> Histories => [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task ReplayWorkflowAsync_HistoryOfAnotherShape_IsNoticed()
    {
        var json = await File.ReadAllTextAsync(Path.Combine(Folder, "emitted.json"));
        var history = WorkflowHistory.FromJson("recorded", json.Replace("\"emit_tasks\"", "\"emit_cats\"", StringComparison.Ordinal));

        var result = await Replayer.ReplayWorkflowAsync(history, throwOnReplayFailure: false);

        Assert.IsType<WorkflowNondeterminismException>(result.ReplayFailure);
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public async Task ReplayWorkflowAsync_RecordedHistory_IsDeterministic(string file)
    {
        var history = WorkflowHistory.FromJson("recorded", await File.ReadAllTextAsync(Path.Combine(Folder, file)));

        var result = await Replayer.ReplayWorkflowAsync(history);

        Assert.Null(result.ReplayFailure);
    }
}
