using RealComponents;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Managed.Tests.Activities;
using Temporalio.Managed.Tests.Worker;
using Temporalio.Managed.Tests.Workflows;
using Temporalio.Worker;

namespace Temporalio.Managed.Tests.Replay;

/// <summary>
/// Histories of the real service that behaviour must never leave: TYPE.WHAT.json, written with <c>RECORD_HISTORIES</c>.
/// </summary>
public class RecordedHistoryTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "histories");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Replay_RecordedHistory_Succeeds(string file)
    {
        var history = WorkflowHistory.FromJson("recorded", await File.ReadAllTextAsync(Path.Combine(Folder, file)));

        var result = await CreateReplayer().ReplayWorkflowAsync(history);

        Assert.Null(result.ReplayFailure);
    }

    [Fact]
    public async Task Replay_HistoryWithAnotherActivity_IsNondeterministic()
    {
        var json = await File.ReadAllTextAsync(Path.Combine(Folder, "OneActivityWorkflow.completed.json"));
        var changed = WorkflowHistory.FromJson("changed", json.Replace("\"Greet\"", "\"Insult\"", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<WorkflowNondeterminismException>(() => CreateReplayer().ReplayWorkflowAsync(changed));

        Assert.Contains(
            "Activity type of scheduled event 'Insult' does not match activity type of activity command 'Greet'",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_HistoryWithMissingCommand_IsReportedInTheResult()
    {
        var json = await File.ReadAllTextAsync(Path.Combine(Folder, "OneActivityWorkflow.completed.json"));
        var changed = WorkflowHistory.FromJson("changed", json.Replace("OneActivityWorkflow", "GreetingWorkflow", StringComparison.Ordinal));

        var result = await CreateReplayer().ReplayWorkflowAsync(changed, throwOnReplayFailure: false);

        Assert.IsType<WorkflowNondeterminismException>(result.ReplayFailure);
    }

    [Fact]
    public async Task Replay_CodeThatHangs_IsReportedAndEnds()
    {
        var json = await File.ReadAllTextAsync(Path.Combine(Folder, "OneActivityWorkflow.completed.json"));
        var hanging = WorkflowHistory.FromJson("hanging", json.Replace("OneActivityWorkflow", "HangingWorkflow", StringComparison.Ordinal));
        var replayer = new WorkflowReplayer(new WorkflowReplayerOptions { DebugMode = false }.AddWorkflow<HangingWorkflow>());

        var result = await replayer.ReplayWorkflowAsync(hanging, throwOnReplayFailure: false).WaitAsync(TimeSpan.FromMinutes(2));

        HangingWorkflow.Gate.Set();
        Assert.StartsWith("[TMPRL1101] Potential deadlock detected", result.ReplayFailure!.Message, StringComparison.Ordinal);
    }

    // In debug mode nobody asks how long a step takes: a busy machine is no fault of the workflow's.
    private static WorkflowReplayer CreateReplayer() => new(new WorkflowReplayerOptions { DebugMode = true }
        .AddWorkflow<GreetingWorkflow>()
        .AddWorkflow<OneActivityWorkflow>()
        .AddWorkflow<OneLocalActivityWorkflow>()
        .AddWorkflow<SignalWorkflow>()
        .AddWorkflow<PatchedWorkflow>()
        .AddWorkflow<ParentWorkflow>()
        .AddWorkflow<StepWorkflow>());
}

[Temporalio.Workflows.Workflow]
public class HangingWorkflow
{
    public static ManualResetEventSlim Gate { get; } = new();

    [Temporalio.Workflows.WorkflowRun]
    public Task<string> RunAsync(string name)
    {
        Gate.Wait();
        return Task.FromResult(name);
    }
}
