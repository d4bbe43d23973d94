using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Storage;

/// <summary>
/// A kill at every transaction boundary. SQLite's log holds each transaction of a session, so that the log, cut off behind one of them, is the
/// file of a service that was killed there.
/// </summary>
public sealed class KillTests : IDisposable
{
    private static readonly EventType[] Once =
    [
        EventType.WorkflowExecutionStarted, EventType.WorkflowExecutionSignaled, EventType.ActivityTaskScheduled, EventType.ActivityTaskCompleted,
        EventType.TimerStarted, EventType.TimerFired, EventType.StartChildWorkflowExecutionInitiated, EventType.ChildWorkflowExecutionStarted,
        EventType.ChildWorkflowExecutionCompleted, EventType.WorkflowExecutionCompleted,
    ];

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Kill_AfterEachTransaction_LosesNothingAndDoesNothingTwice()
    {
        byte[] database, log;
        await using (var service = await StartAsync(path: _folder.File("db")))
        {
            await PlayAsync(service);
            database = await ReadAsync("db");
            log = await ReadAsync("db-wal");
        }

        // Start, three tasks of the parent, the child's, the activity, the timer, the signal, and the making of the file.
        var commits = WalFile.Commits(log);
        Assert.InRange(commits.Count, 12, 200);
        foreach (var end in commits)
        {
            var path = _folder.File($"killed-{end}");
            await File.WriteAllBytesAsync(path, database);
            await File.WriteAllBytesAsync(path + "-wal", log[..end]);
            await using var service = await StartAsync(path: path);
            var kept = await KeptAsync(service);

            await PlayAsync(service);

            var history = await service.HistoryAsync("parent");
            Assert.Equal(kept, history.Take(kept.Count));
            Assert.Equal(Enumerable.Range(1, history.Count).Select(i => (long)i), history.Select(e => e.EventId));
            foreach (var once in Once)
                Assert.True(history.Count(e => e.EventType == once) == 1, $"{once} after transaction {commits.ToList().IndexOf(end) + 1} of {commits.Count}");
            Assert.Equal(WorkflowExecutionStatus.Completed, (await service.DescribeAsync("child")).WorkflowExecutionInfo.Status);
        }
    }

    public void Dispose() => _folder.Dispose();

    // Begins where the service stands: what is there already is answered as a repeated request, or as over.
    private static async Task PlayAsync(ServiceUnderTest service)
    {
        await ToleratingAsync(() => service.StartWorkflowAsync("parent", request =>
        {
            request.RequestId = "start";
            request.WorkflowIdReusePolicy = WorkflowIdReusePolicy.RejectDuplicate;
            request.WorkflowTaskTimeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(1));
        }));
        await ToleratingAsync(() => service.SignalAsync("parent", "go", requestId: "go"));

        using var done = new CancellationTokenSource();
        var workers = Task.WhenAll(DecideAsync(service, done.Token), ActAsync(service, done.Token));
        try
        {
            await service.UntilAsync("parent", parent => parent.WorkflowExecutionInfo.Status == WorkflowExecutionStatus.Completed);
        }
        finally
        {
            await done.CancelAsync();
            await workers;
        }
    }

    private static async Task DecideAsync(ServiceUnderTest service, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await ToleratingAsync(async () =>
            {
                var task = await service.PollWorkflowAsync(seconds: 1);
                if (!task.TaskToken.IsEmpty)
                    await service.CompleteAsync(task, task.WorkflowType.Name == "child" ? [Finish()] : Decide(task.History.Events));
            });
        }
    }

    private static async Task ActAsync(ServiceUnderTest service, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await ToleratingAsync(async () =>
            {
                var task = await service.PollActivityAsync(seconds: 1);
                if (!task.TaskToken.IsEmpty)
                    await service.CompleteActivityAsync(task);
            });
        }
    }

    private static Command[] Decide(IReadOnlyCollection<HistoryEvent> history)
    {
        bool Has(EventType type) => history.Any(e => e.EventType == type);
        if (!Has(EventType.ActivityTaskScheduled))
        {
            return
            [
                Activity("a", a =>
                {
                    a.StartToCloseTimeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(1));
                    a.RetryPolicy = new() { InitialInterval = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(10)) };
                }),
                Timer("t", 0.05),
                new()
                {
                    CommandType = CommandType.StartChildWorkflowExecution,
                    StartChildWorkflowExecutionCommandAttributes = new()
                    {
                        WorkflowId = "child",
                        WorkflowType = new() { Name = "child" },
                        TaskQueue = new() { Name = Queue },
                        WorkflowTaskTimeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)),
                    },
                },
            ];
        }

        return Has(EventType.ActivityTaskCompleted) && Has(EventType.TimerFired) && Has(EventType.ChildWorkflowExecutionCompleted) && Has(EventType.WorkflowExecutionSignaled)
            ? [Finish()]
            : [];
    }

    // What a worker or a client may be told after a kill: its task is gone, it is done already, or nothing came in time.
    private static async Task ToleratingAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RawRpcException e) when (e.Code is 3 or 4 or 5 or 6)
        {
        }
    }

    private static async Task<List<HistoryEvent>> KeptAsync(ServiceUnderTest service)
    {
        try
        {
            return await service.HistoryAsync("parent");
        }
        catch (RawRpcException e) when (e.Code == 5)
        {
            return [];
        }
    }

    private async Task<byte[]> ReadAsync(string name)
    {
        await using var file = new FileStream(_folder.File(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes);
        return bytes;
    }
}
