using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Storage;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Storage;

/// <summary>What a killed service takes up again from its file.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Restart_WithScheduledTask_OffersItAgain()
    {
        await using var service = await StartAsync(path: _folder.File("db"));
        await service.StartWorkflowAsync("w");

        await service.KillAndRestartAsync();
        await service.StepAsync(Finish());

        await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted WorkflowExecutionCompleted");
    }

    [Fact]
    public async Task Restart_AfterHandOut_GivesTheTaskToAnotherWorker()
    {
        await using var service = await StartAsync(path: _folder.File("db"));
        await service.StartWorkflowAsync("w");
        var lost = await service.PollWorkflowAsync();

        await service.KillAndRestartAsync();
        var again = await service.PollWorkflowAsync();
        var late = await Assert.ThrowsAsync<RawRpcException>(() => service.CompleteAsync(lost, Finish("late")));
        await service.CompleteAsync(again, Finish());

        Assert.Equal(5, late.Code);
        Assert.Equal(WorkflowExecutionStatus.Completed, (await service.DescribeAsync("w")).WorkflowExecutionInfo.Status);
    }

    /// <summary>A worker outlives the service that gave it the task: as with the official service, its answer counts.</summary>
    [Fact]
    public async Task Restart_AfterHandOut_TakesTheAnswerOfItsWorker()
    {
        await using var service = await StartAsync(path: _folder.File("db"));
        await service.StartWorkflowAsync("w");
        var task = await service.PollWorkflowAsync();

        await service.KillAndRestartAsync();
        await service.CompleteAsync(task, Timer("t", 60));
        var again = await Assert.ThrowsAsync<RawRpcException>(() => service.CompleteAsync(task, Finish("late")));

        Assert.Equal(5, again.Code);
        await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted TimerStarted");
        Assert.True((await service.PollWorkflowAsync(seconds: 1)).TaskToken.IsEmpty);
    }

    /// <summary>What came in between is news to that worker: the task is another one, for whoever asks.</summary>
    [Fact]
    public async Task Restart_AfterHandOutAndASignal_RefusesTheAnswer()
    {
        await using var service = await StartAsync(path: _folder.File("db"));
        await service.StartWorkflowAsync("w");
        var task = await service.PollWorkflowAsync();

        await service.KillAndRestartAsync();
        await service.SignalAsync("w", "go");
        var late = await Assert.ThrowsAsync<RawRpcException>(() => service.CompleteAsync(task, Finish("late")));
        await service.StepAsync(Finish());

        Assert.Equal(5, late.Code);
        await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowExecutionSignaled WorkflowTaskStarted WorkflowTaskCompleted WorkflowExecutionCompleted");
    }

    [Fact]
    public async Task Restart_AfterAReaderSawTheHandOut_KeepsIt()
    {
        await using var service = await StartAsync(path: _folder.File("db"));
        await service.StartWorkflowAsync("w");
        var task = await service.PollWorkflowAsync();
        var seen = await service.HistoryAsync("w");

        await service.KillAndRestartAsync();

        Assert.Equal(seen, await service.HistoryAsync("w"));
        await service.CompleteAsync(task, Finish());
    }

    [Fact]
    public async Task Restart_WithStartedActivity_TakesItsResultAndHandsItOutOnce()
    {
        await using var service = await StartAsync(path: _folder.File("db"));
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a"), Activity("b"));
        var first = await service.PollActivityAsync();

        await service.KillAndRestartAsync();
        var second = await service.PollActivityAsync();
        var none = await service.PollActivityAsync(seconds: 0.3);
        await service.CompleteActivityAsync(first);
        await service.CompleteActivityAsync(second);

        Assert.NotEqual(first.ActivityId, second.ActivityId);
        Assert.Empty(none.TaskToken);
        Assert.Empty((await service.DescribeAsync("w")).PendingActivities);
    }

    [Fact]
    public async Task Restart_WithBufferedSignalAndTimer_LosesNeither()
    {
        await using var service = await StartAsync(manualClock: true, _folder.File("db"));
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Timer("t", 60));
        await service.SignalAsync("w", "one");
        var task = await service.PollWorkflowAsync();
        await service.SignalAsync("w", "two");

        await service.KillAndRestartAsync();
        // The timer's minute, and the time of the task that was in hand: with its end the second signal stands in the history.
        service.Clock!.Advance(TimeSpan.FromMinutes(3));
        await service.Server.Service.Engine.DrainAsync();

        var types = (await service.HistoryAsync("w")).Select(e => e.EventType).ToList();
        Assert.Equal(2, types.Count(t => t == EventType.WorkflowExecutionSignaled));
        Assert.Equal(1, types.Count(t => t == EventType.TimerFired));
        Assert.NotEmpty(task.TaskToken);
    }

    [Fact]
    public async Task Restart_BetweenParentAndChild_FinishesBoth()
    {
        await using var service = await StartAsync(path: _folder.File("db"));
        await service.StartWorkflowAsync("parent");
        await service.StepAsync(new Temporalio.Api.Command.V1.Command
        {
            CommandType = CommandType.StartChildWorkflowExecution,
            StartChildWorkflowExecutionCommandAttributes = new() { WorkflowId = "child", WorkflowType = new() { Name = "wf" }, TaskQueue = new() { Name = Queue } },
        });

        await service.KillAndRestartAsync();
        await service.UntilAsync("parent", d => d.PendingChildren.Count == 1 && d.PendingChildren[0].RunId.Length > 0);
        for (var i = 0; i < 2; i++)
        {
            var task = await service.PollWorkflowAsync();
            await service.CompleteAsync(task, task.WorkflowExecution.WorkflowId == "child" ? [Finish()] : []);
        }

        await service.UntilAsync("parent", d => d.PendingChildren.Count == 0);
        await service.StepAsync(Finish());
        Assert.Equal(WorkflowExecutionStatus.Completed, (await service.DescribeAsync("child")).WorkflowExecutionInfo.Status);
    }

    [Fact]
    public async Task Copy_OfAFileInUse_IsComplete()
    {
        await using var service = await StartAsync(path: _folder.File("db"));
        await service.StartWorkflowAsync("w");
        foreach (var suffix in new[] { "", "-wal" })
            File.Copy(_folder.File("db" + suffix), _folder.File("copy" + suffix));

        await using var copy = await StartAsync(path: _folder.File("copy"));
        await copy.StepAsync(Finish());

        Assert.Equal(WorkflowExecutionStatus.Completed, (await copy.DescribeAsync("w")).WorkflowExecutionInfo.Status);
        Assert.Equal(WorkflowExecutionStatus.Running, (await service.DescribeAsync("w")).WorkflowExecutionInfo.Status);
    }

    [Fact]
    public async Task Open_OfAFileInUse_IsRefused()
    {
        await using var service = await StartAsync(path: _folder.File("db"));

        var refused = await Assert.ThrowsAsync<StorageException>(() => StartAsync(path: _folder.File("db")));

        Assert.Contains("is in use by another process", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99", "has version 99")]
    [InlineData("PRAGMA application_id = 7", "is not a database of this service")]
    public async Task Open_OfAForeignFile_IsRefused(string change, string reason)
    {
        var path = _folder.File("db");
        await (await StartAsync(path: path)).DisposeAsync();
        using (var connection = new SqlConnection(path))
            connection.Script(change);

        var refused = await Assert.ThrowsAsync<StorageException>(() => StartAsync(path: path));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commits_OfManyRunsAtOnce_ShareSyncs()
    {
        await using var service = await StartAsync(path: _folder.File("db"));
        using var gate = new ManualResetEventSlim();
        using var held = new ManualResetEventSlim();
        var database = service.Server.Service.Database;
        var commits = database.Commits;
        var groups = database.Groups;

        // While the writer is held up, the others queue behind it.
        var first = database.WriteAsync(_ =>
        {
            held.Set();
            gate.Wait(TimeSpan.FromMinutes(3));
        });
        Assert.True(held.Wait(TimeSpan.FromMinutes(1)));
        var starts = Enumerable.Range(0, 40).Select(i => service.StartWorkflowAsync($"w{i}")).ToArray();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (database.Waiting < 40)
            await Task.Delay(5, patience.Token);
        gate.Set();
        await Task.WhenAll(starts.Append(first));

        Assert.Equal(41, database.Commits - commits);
        Assert.InRange(database.Groups - groups, 2, 3);
    }

    [Fact]
    public async Task Write_ThatFails_LeavesTheOthersOfItsGroup()
    {
        await using var service = await StartAsync(path: _folder.File("db"));
        var database = service.Server.Service.Database;
        using var gate = new ManualResetEventSlim();

        var first = database.WriteAsync(_ => gate.Wait(TimeSpan.FromSeconds(20)));
        var bad = database.WriteAsync(_ => throw new InvalidOperationException("no"));
        var good = database.WriteAsync(c => c["INSERT INTO meta (name, value) VALUES ('kept', 'yes')"].Execute());
        gate.Set();
        await first;
        await good;

        await Assert.ThrowsAsync<StorageException>(() => bad);
        Assert.Equal(1, database.Read(c => c.Scalar("SELECT count(*) FROM meta WHERE name = 'kept'")));
    }

    public void Dispose() => _folder.Dispose();
}
