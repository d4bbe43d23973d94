using Google.Protobuf;
using Temporalio.Activities;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Wire;

/// <summary>
/// A service that answers nonsense: bytes changed at random, frames that lie, tasks that cannot be. Calls fail with a code, workers go on polling
/// and end when told to. Each case names its seed, so that it can be had again.
/// </summary>
public sealed class HostileServiceTests
{
    private const int Rounds = 400;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Call_AnswerChangedAtRandom_EndsWithAnAnswerOrACode(int seed)
    {
        var random = new Random(seed);
        await using var peer = await GrpcPeer.StartAsync();
        peer.On("DescribeWorkflowExecution", call => AnswerAsync(call, random, PeerCall.Frame(Description().ToByteArray())));
        peer.On("GetWorkflowExecutionHistory", call => AnswerAsync(call, random, PeerCall.Frame(new GetWorkflowExecutionHistoryResponse { History = History() }.ToByteArray())));
        var client = new TemporalClient(await peer.ConnectAsync(), new());
        var handle = client.GetWorkflowHandle("hostile");
        var rpc = new RpcOptions { Timeout = TimeSpan.FromSeconds(2), Retry = false };

        for (var round = 0; round < Rounds; round++)
        {
            await EndsAsync(async () => Assert.NotNull(await handle.DescribeAsync(new() { Rpc = rpc })), $"seed {seed}, round {round}");
            await EndsAsync(
                async () =>
                {
                    var history = await handle.FetchHistoryAsync(new() { Rpc = rpc });
                    await new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<HostileWorkflow>()).ReplayWorkflowAsync(history, throwOnReplayFailure: false);
                },
                $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public async Task Call_AnswerThatNeverEnds_EndsAtItsTimeout()
    {
        await using var peer = await GrpcPeer.StartAsync();
        peer.On("DescribeWorkflowExecution", async call =>
        {
            call.Begin();
            await call.Context.Response.Body.WriteAsync(PeerCall.Frame(new byte[10]).AsMemory(0, 7));
            await call.Context.Response.Body.FlushAsync();
            await Task.Delay(Limit, call.Context.RequestAborted);
        });
        var client = new TemporalClient(await peer.ConnectAsync(), new());

        var error = await Assert.ThrowsAsync<RpcException>(() =>
            client.GetWorkflowHandle("x").DescribeAsync(new() { Rpc = new() { Timeout = TimeSpan.FromSeconds(1) } })).WaitAsync(Limit);

        Assert.Equal(RpcException.StatusCode.DeadlineExceeded, error.Code);
    }

    [Fact]
    public async Task Call_LengthThatLies_TakesNoMemoryForIt()
    {
        await using var peer = await GrpcPeer.StartAsync();
        // 100 MiB announced, five bytes sent.
        peer.On("DescribeWorkflowExecution", call => call.WriteAsync([0, 0x06, 0x40, 0, 0, 1, 2, 3, 4, 5]));
        var client = new TemporalClient(await peer.ConnectAsync(), new());
        var before = GC.GetTotalAllocatedBytes();

        for (var i = 0; i < 20; i++)
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => client.GetWorkflowHandle("x").DescribeAsync(new() { Rpc = new() { Retry = false } }));
            Assert.Equal(RpcException.StatusCode.Internal, error.Code);
        }

        // Twenty times 100 MiB would be it; what other tests take meanwhile is counted too.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1500L * 1024 * 1024);
    }

    [Fact]
    public async Task Call_HeadersOfMegabytes_AreRefused()
    {
        await using var peer = await GrpcPeer.StartAsync();
        peer.On("DescribeWorkflowExecution", call =>
        {
            call.Begin();
            for (var i = 0; i < 100; i++)
                call.Context.Response.Headers[$"x-{i}"] = new string('x', 10_000);
            call.Context.Response.Headers["grpc-status"] = "0";
            return Task.CompletedTask;
        });
        var client = new TemporalClient(await peer.ConnectAsync(), new());

        await Assert.ThrowsAsync<RpcException>(() =>
            client.GetWorkflowHandle("x").DescribeAsync(new() { Rpc = new() { Retry = false, Timeout = TimeSpan.FromSeconds(5) } })).WaitAsync(Limit);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Worker_TasksChangedAtRandom_GoesOnAndEndsWhenTold(int seed)
    {
        var random = new Random(seed);
        await using var peer = await StartAsync();
        var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        peer.On("PollWorkflowTaskQueue", call => ServeAsync(call, WorkflowTask()));
        peer.On("PollActivityTaskQueue", call => ServeAsync(call, ActivityTask()));
        Task ServeAsync(PeerCall call, IMessage task)
        {
            byte[] bytes;
            lock (random)
            {
                // Polls that bring no message are slowed down, so most of them bring one, however strange.
                do
                    bytes = Mutate(random, task.ToByteArray());
                while (random.Next(40) != 0 && !IsMessage(task, bytes));
                if (++count == Rounds)
                    served.TrySetResult();
            }
            return call.WriteAsync(PeerCall.Frame(bytes));
        }

        await RunWorkerAsync(peer, served.Task);
    }

    [Fact]
    public async Task Worker_TasksThatCannotBe_AreAnsweredOrDroppedAndTheNextIsDone()
    {
        var bad = Nonsense().ToArray();
        var next = -1;
        await using var peer = await StartAsync();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        peer.On("PollWorkflowTaskQueue", call =>
        {
            var index = Interlocked.Increment(ref next);
            var task = index < bad.Length ? bad[index] : WorkflowTask($"good-{index}");
            return call.ReplyAsync(task);
        });
        peer.On("PollActivityTaskQueue", call => call.ReplyAsync(new PollActivityTaskQueueResponse()));
        peer.On("RespondWorkflowTaskCompleted", async call =>
        {
            var request = RespondWorkflowTaskCompletedRequest.Parser.ParseFrom(call.Request.AsSpan(5));
            if (request.TaskToken.ToStringUtf8().StartsWith("good-", StringComparison.Ordinal))
                done.TrySetResult();
            await call.ReplyAsync(new RespondWorkflowTaskCompletedResponse());
        });

        await RunWorkerAsync(peer, done.Task);
    }

    /// <summary>Each is wrong in another way.</summary>
    private static IEnumerable<PollWorkflowTaskQueueResponse> Nonsense()
    {
        Action<PollWorkflowTaskQueueResponse>[] changes =
        [
            task => task.WorkflowExecution = null,
            task => task.WorkflowExecution.RunId = "",
            task => task.WorkflowType = null,
            task => task.History = null,
            task => task.History.Events.Clear(),
            task => task.History.Events.RemoveAt(0),
            task => task.History.Events.RemoveAt(1),
            task => task.History.Events.Add(task.History.Events[0].Clone()),
            task => task.History.Events[0].WorkflowExecutionStartedEventAttributes = null,
            task => task.History.Events[0].WorkflowExecutionStartedEventAttributes.WorkflowType = null,
            task => task.History.Events[0].WorkflowExecutionStartedEventAttributes.OriginalExecutionRunId = "",
            task => task.History.Events[0].EventTime = new() { Seconds = long.MaxValue, Nanos = -5 },
            task => task.History.Events[2].EventType = (EventType)9999,
            task => task.History.Events[2].EventId = -1,
            task => task.History.Events[2].EventId = long.MaxValue,
            task => task.StartedEventId = long.MaxValue,
            task => task.PreviousStartedEventId = long.MaxValue,
            task => task.Attempt = int.MinValue,
            task => task.NextPageToken = ByteString.CopyFromUtf8("more"),
            task => task.Query = new(),
            task => task.Queries.Add("q", new()),
            task => task.History.Events.Insert(2, new HistoryEvent { EventId = 3, EventType = EventType.TimerFired, TimerFiredEventAttributes = new() { StartedEventId = 77 } }),
            task => task.History.Events.Insert(2, new HistoryEvent { EventId = 3, EventType = EventType.MarkerRecorded, MarkerRecordedEventAttributes = new() { MarkerName = "core_local_activity" } }),
            task => task.History.Events.Insert(2, new HistoryEvent { EventId = 3, EventType = EventType.MarkerRecorded, MarkerRecordedEventAttributes = new() { MarkerName = "core_patch" } }),
            task => task.History.Events.Insert(2, new HistoryEvent { EventId = 3, EventType = EventType.WorkflowExecutionSignaled }),
        ];
        foreach (var (change, index) in changes.Select((change, index) => (change, index)))
        {
            var task = WorkflowTask($"bad-{index}");
            change(task);
            yield return task;
        }
    }

    private static async Task<GrpcPeer> StartAsync()
    {
        var peer = await GrpcPeer.StartAsync();
        peer.On("DescribeNamespace", call => call.ReplyAsync(new DescribeNamespaceResponse { NamespaceInfo = new() { Capabilities = new() { WorkerPollCompleteOnShutdown = true } } }));
        peer.On("ShutdownWorker", call => call.ReplyAsync(new ShutdownWorkerResponse()));
        peer.On("GetWorkflowExecutionHistory", call => call.ReplyAsync(new GetWorkflowExecutionHistoryResponse { History = History() }));
        peer.On("RespondWorkflowTaskCompleted", call => call.ReplyAsync(new RespondWorkflowTaskCompletedResponse()));
        peer.On("RespondWorkflowTaskFailed", call => call.ReplyAsync(new RespondWorkflowTaskFailedResponse()));
        peer.On("RespondQueryTaskCompleted", call => call.ReplyAsync(new RespondQueryTaskCompletedResponse()));
        peer.On("RespondActivityTaskCompleted", call => call.ReplyAsync(new RespondActivityTaskCompletedResponse()));
        peer.On("RespondActivityTaskFailed", call => call.ReplyAsync(new RespondActivityTaskFailedResponse()));
        return peer;
    }

    private static async Task RunWorkerAsync(GrpcPeer peer, Task until)
    {
        var client = new TemporalClient(await peer.ConnectAsync(o => o.RpcRetry = new() { InitialInterval = TimeSpan.FromMilliseconds(1), MaxInterval = TimeSpan.FromMilliseconds(5) }), new());
        using var worker = new TemporalWorker(client, new TemporalWorkerOptions("hostile").AddWorkflow<HostileWorkflow>().AddActivity(HostileWorkflow.Answer));

        await worker.ExecuteAsync(() => until).WaitAsync(Limit);
    }

    private static async Task EndsAsync(Func<Task> call, string what)
    {
        try
        {
            await call().WaitAsync(TimeSpan.FromMinutes(1));
        }
        catch (RpcException)
        {
            // An answer with a code is an answer.
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
        }
    }

    private static bool IsMessage(IMessage message, byte[] bytes)
    {
        try
        {
            message.Descriptor.Parser.ParseFrom(bytes);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static Task AnswerAsync(PeerCall call, Random random, byte[] frame) => call.WriteAsync(Mutate(random, frame));

    /// <summary>Some bytes changed, cut off, added, or none.</summary>
    private static byte[] Mutate(Random random, byte[] bytes)
    {
        var copy = bytes.ToList();
        switch (random.Next(5))
        {
            case 0:
                copy = copy[..random.Next(copy.Count)];
                break;
            case 1:
                copy.InsertRange(random.Next(copy.Count), Enumerable.Range(0, random.Next(1, 20)).Select(_ => (byte)random.Next(256)));
                break;
            case 2:
                copy = [.. Enumerable.Range(0, random.Next(200)).Select(_ => (byte)random.Next(256))];
                break;
            default:
                for (var i = random.Next(0, 8); i > 0; i--)
                    copy[random.Next(copy.Count)] = (byte)random.Next(256);
                break;
        }
        return [.. copy];
    }

    private static DescribeWorkflowExecutionResponse Description() => new()
    {
        WorkflowExecutionInfo = new()
        {
            Execution = new() { WorkflowId = "hostile", RunId = "run" },
            Type = new() { Name = nameof(HostileWorkflow) },
            StartTime = new() { Seconds = 1_700_000_000 },
            Memo = new() { Fields = { ["a"] = new() { Data = ByteString.CopyFromUtf8("1") } } },
        },
        PendingActivities = { new Temporalio.Api.Workflow.V1.PendingActivityInfo { ActivityId = "1" } },
    };

    private static History History() => new() { Events = { WorkflowTask().History.Events } };

    private static PollWorkflowTaskQueueResponse WorkflowTask(string id = "task") => new()
    {
        TaskToken = ByteString.CopyFromUtf8(id),
        WorkflowExecution = new() { WorkflowId = "hostile", RunId = $"run-{id}" },
        WorkflowType = new() { Name = nameof(HostileWorkflow) },
        StartedEventId = 3,
        Attempt = 1,
        History = new()
        {
            Events =
            {
                new HistoryEvent
                {
                    EventId = 1,
                    EventTime = new() { Seconds = 1_700_000_000 },
                    EventType = EventType.WorkflowExecutionStarted,
                    WorkflowExecutionStartedEventAttributes = new()
                    {
                        WorkflowType = new() { Name = nameof(HostileWorkflow) },
                        WorkflowId = "hostile",
                        TaskQueue = new() { Name = "hostile" },
                        OriginalExecutionRunId = $"run-{id}",
                        FirstExecutionRunId = $"run-{id}",
                        Attempt = 1,
                        Input = new() { Payloads_ = { new Payload { Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain") }, Data = ByteString.CopyFromUtf8("\"x\"") } } },
                    },
                },
                new HistoryEvent { EventId = 2, EventType = EventType.WorkflowTaskScheduled, WorkflowTaskScheduledEventAttributes = new() },
                new HistoryEvent { EventId = 3, EventType = EventType.WorkflowTaskStarted, WorkflowTaskStartedEventAttributes = new() { ScheduledEventId = 2 } },
            },
        },
    };

    private static PollActivityTaskQueueResponse ActivityTask() => new()
    {
        TaskToken = ByteString.CopyFromUtf8("activity"),
        ActivityId = "1",
        ActivityType = new() { Name = "Answer" },
        WorkflowExecution = new() { WorkflowId = "hostile", RunId = "run" },
        WorkflowType = new() { Name = nameof(HostileWorkflow) },
        Attempt = 1,
        ScheduledTime = new() { Seconds = 1_700_000_000 },
        StartedTime = new() { Seconds = 1_700_000_000 },
        CurrentAttemptScheduledTime = new() { Seconds = 1_700_000_000 },
        StartToCloseTimeout = new() { Seconds = 10 },
        HeartbeatTimeout = new() { Seconds = 10 },
    };

    [Workflow]
    public class HostileWorkflow
    {
        [WorkflowRun]
        public Task<string> RunAsync(string name) => Workflow.ExecuteActivityAsync(() => Answer(name), new() { StartToCloseTimeout = TimeSpan.FromSeconds(10) });

        [Activity]
        public static string Answer(string name) => name;
    }
}
