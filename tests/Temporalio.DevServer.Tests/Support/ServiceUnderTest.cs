using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.DevServer.Tests.Support;

/// <summary>A service of its own for one test, with the calls that tests make most.</summary>
public sealed class ServiceUnderTest : IAsyncDisposable
{
    public const string Namespace = "default";
    public const string Queue = "queue";
    public const string ChildQueue = "child-queue";
    public const string Sticky = "sticky-queue";

    private readonly string? _path;

    private ServiceUnderTest(TemporalDevServer server, ManualTimeProvider? clock, string? path)
    {
        Server = server;
        Clock = clock;
        _path = path;
        Client = new RawClient(server.Target);
    }

    public TemporalDevServer Server { get; private set; }

    public RawClient Client { get; private set; }

    public ManualTimeProvider? Clock { get; }

    public static async Task<ServiceUnderTest> StartAsync(bool manualClock = false, string? path = null, bool timeSkipping = false)
    {
        var clock = manualClock ? new ManualTimeProvider() : null;
        var options = Options(clock, path);
        options.TimeSkipping = timeSkipping;
        return new ServiceUnderTest(await TemporalDevServer.StartAsync(options), clock, path);
    }

    /// <summary>Ends the service as a kill would, lets something happen meanwhile, and starts another on its file.</summary>
    public async Task KillAndRestartAsync(Action? meanwhile = null)
    {
        Client.Dispose();
        await Server.KillAsync();
        meanwhile?.Invoke();
        Server = await TemporalDevServer.StartAsync(Options(Clock, _path));
        Client = new RawClient(Server.Target);
    }

    public async Task<string> StartWorkflowAsync(string id, Action<StartWorkflowExecutionRequest>? change = null)
    {
        var request = new StartWorkflowExecutionRequest
        {
            Namespace = Namespace,
            WorkflowId = id,
            WorkflowType = new() { Name = "wf" },
            TaskQueue = new() { Name = Queue },
            RequestId = Guid.NewGuid().ToString(),
            // A task that is in hand on a busy machine, or over a restart, must not run out of time.
            WorkflowTaskTimeout = Duration.FromTimeSpan(TimeSpan.FromMinutes(2)),
        };
        change?.Invoke(request);
        return (await Client.CallAsync(request, StartWorkflowExecutionResponse.Parser)).RunId;
    }

    public Task<PollWorkflowTaskQueueResponse> PollWorkflowAsync(string queue = Queue, double seconds = 55) => Client.CallAsync(
        new PollWorkflowTaskQueueRequest
        {
            Namespace = Namespace,
            TaskQueue = new() { Name = queue, Kind = queue == Sticky ? TaskQueueKind.Sticky : TaskQueueKind.Normal, NormalName = queue == Sticky ? Queue : "" },
            Identity = "tester",
        },
        PollWorkflowTaskQueueResponse.Parser,
        timeout: TimeSpan.FromSeconds(seconds));

    public Task<PollActivityTaskQueueResponse> PollActivityAsync(double seconds = 55) => Client.CallAsync(
        new PollActivityTaskQueueRequest { Namespace = Namespace, TaskQueue = new() { Name = Queue }, Identity = "tester" },
        PollActivityTaskQueueResponse.Parser,
        timeout: TimeSpan.FromSeconds(seconds));

    public Task<RespondWorkflowTaskCompletedResponse> CompleteAsync(PollWorkflowTaskQueueResponse task, params Command[] commands) =>
        CompleteAsync(task, null, commands);

    public Task<RespondWorkflowTaskCompletedResponse> CompleteAsync(
        PollWorkflowTaskQueueResponse task, Action<RespondWorkflowTaskCompletedRequest>? change, params Command[] commands)
    {
        var request = new RespondWorkflowTaskCompletedRequest { TaskToken = task.TaskToken, Namespace = Namespace, Identity = "tester" };
        request.Commands.AddRange(commands);
        change?.Invoke(request);
        return Client.CallAsync(request, RespondWorkflowTaskCompletedResponse.Parser);
    }

    /// <summary>Polls one workflow task and answers it.</summary>
    public Task<PollWorkflowTaskQueueResponse> StepAsync(params Command[] commands) => StepOnAsync(Queue, commands);

    public async Task<PollWorkflowTaskQueueResponse> StepOnAsync(string queue, params Command[] commands)
    {
        var task = await PollWorkflowAsync(queue);
        Assert.NotEmpty(task.TaskToken);
        await CompleteAsync(task, commands);
        return task;
    }

    public Task FailTaskAsync(PollWorkflowTaskQueueResponse task) => Client.CallAsync(
        new RespondWorkflowTaskFailedRequest
        {
            TaskToken = task.TaskToken,
            Namespace = Namespace,
            Cause = WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure,
            Failure = new() { Message = "no" },
        },
        RespondWorkflowTaskFailedResponse.Parser);

    public Task CompleteActivityAsync(PollActivityTaskQueueResponse task, string result = "done") => Client.CallAsync(
        new RespondActivityTaskCompletedRequest { TaskToken = task.TaskToken, Namespace = Namespace, Result = Payload(result), Identity = "tester" },
        RespondActivityTaskCompletedResponse.Parser);

    public Task FailActivityAsync(PollActivityTaskQueueResponse task, bool nonRetryable = false) => Client.CallAsync(
        new RespondActivityTaskFailedRequest
        {
            TaskToken = task.TaskToken,
            Namespace = Namespace,
            Failure = new() { Message = "no", ApplicationFailureInfo = new() { Type = "Bad", NonRetryable = nonRetryable } },
        },
        RespondActivityTaskFailedResponse.Parser);

    public Task SignalAsync(string id, string name = "signal", string requestId = "", Payloads? input = null) => Client.CallAsync(
        new SignalWorkflowExecutionRequest
        {
            Namespace = Namespace,
            WorkflowExecution = new() { WorkflowId = id },
            SignalName = name,
            Input = input,
            RequestId = requestId,
        },
        SignalWorkflowExecutionResponse.Parser);

    public Task RequestCancelAsync(string id, string runId = "", string firstRunId = "") => Client.CallAsync(
        new RequestCancelWorkflowExecutionRequest
        {
            Namespace = Namespace,
            WorkflowExecution = new() { WorkflowId = id, RunId = runId },
            FirstExecutionRunId = firstRunId,
            RequestId = Guid.NewGuid().ToString(),
        },
        RequestCancelWorkflowExecutionResponse.Parser);

    public Task TerminateAsync(string id, string runId = "", string firstRunId = "") => Client.CallAsync(
        new TerminateWorkflowExecutionRequest
        {
            Namespace = Namespace,
            WorkflowExecution = new() { WorkflowId = id, RunId = runId },
            FirstExecutionRunId = firstRunId,
            Reason = "test",
        },
        TerminateWorkflowExecutionResponse.Parser);

    public Task DeleteAsync(string id) => Client.CallAsync(
        new DeleteWorkflowExecutionRequest { Namespace = Namespace, WorkflowExecution = new() { WorkflowId = id } },
        DeleteWorkflowExecutionResponse.Parser);

    /// <summary>Resets to the workflow task that ended with an event; says the id of the new run.</summary>
    public async Task<string> ResetAsync(string id, long finishEventId) => (await Client.CallAsync(
        new ResetWorkflowExecutionRequest
        {
            Namespace = Namespace,
            WorkflowExecution = new() { WorkflowId = id },
            WorkflowTaskFinishEventId = finishEventId,
            RequestId = Guid.NewGuid().ToString(),
            Reason = "test",
        },
        ResetWorkflowExecutionResponse.Parser)).RunId;

    public Task<DescribeWorkflowExecutionResponse> DescribeAsync(string id, string runId = "") => Client.CallAsync(
        new DescribeWorkflowExecutionRequest { Namespace = Namespace, Execution = new() { WorkflowId = id, RunId = runId } },
        DescribeWorkflowExecutionResponse.Parser);

    public async Task<List<HistoryEvent>> HistoryAsync(string id, string runId = "", int pageSize = 0)
    {
        var events = new List<HistoryEvent>();
        var token = ByteString.Empty;
        do
        {
            var page = await Client.CallAsync(
                new GetWorkflowExecutionHistoryRequest
                {
                    Namespace = Namespace,
                    Execution = new() { WorkflowId = id, RunId = runId },
                    MaximumPageSize = pageSize,
                    NextPageToken = token,
                },
                GetWorkflowExecutionHistoryResponse.Parser);
            events.AddRange(page.History.Events);
            token = page.NextPageToken;
        }
        while (!token.IsEmpty);
        return events;
    }

    /// <summary>Compares a history's event types, given without the common prefix "EVENT_TYPE_", and checks its ids.</summary>
    public async Task<List<HistoryEvent>> AssertHistoryAsync(string id, string expected, string runId = "")
    {
        var events = await HistoryAsync(id, runId);
        Assert.Equal(expected, string.Join(' ', events.Select(e => e.EventType.ToString())));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.EventId));
        return events;
    }

    /// <summary>Waits until a run's state is as wanted; for what happens by the service's own doing.</summary>
    public async Task<DescribeWorkflowExecutionResponse> UntilAsync(string id, Func<DescribeWorkflowExecutionResponse, bool> wanted, string runId = "")
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            var now = await DescribeAsync(id, runId);
            if (wanted(now))
                return now;
            await Task.Delay(10, patience.Token);
        }
    }

    public static Payloads Payload(string text) => new()
    {
        Payloads_ = { new Payload { Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain") }, Data = ByteString.CopyFromUtf8($"\"{text}\"") } },
    };

    public static Command Finish(string result = "result") => new()
    {
        CommandType = CommandType.CompleteWorkflowExecution,
        CompleteWorkflowExecutionCommandAttributes = new() { Result = Payload(result) },
    };

    public static Command Timer(string id, double seconds) => new()
    {
        CommandType = CommandType.StartTimer,
        StartTimerCommandAttributes = new() { TimerId = id, StartToFireTimeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) },
    };

    public static Command Activity(string id, Action<ScheduleActivityTaskCommandAttributes>? change = null)
    {
        var attributes = new ScheduleActivityTaskCommandAttributes
        {
            ActivityId = id,
            ActivityType = new() { Name = "act" },
            TaskQueue = new() { Name = Queue },
            Input = Payload("in"),
            StartToCloseTimeout = Duration.FromTimeSpan(TimeSpan.FromMinutes(5)),
        };
        change?.Invoke(attributes);
        return new Command { CommandType = CommandType.ScheduleActivityTask, ScheduleActivityTaskCommandAttributes = attributes };
    }

    /// <summary>Starts a child, on a queue of its own that nobody polls.</summary>
    public static Command Child(string id, Action<StartChildWorkflowExecutionCommandAttributes>? change = null)
    {
        var attributes = new StartChildWorkflowExecutionCommandAttributes
        {
            WorkflowId = id,
            WorkflowType = new() { Name = "child" },
            TaskQueue = new() { Name = ChildQueue },
            ParentClosePolicy = ParentClosePolicy.Terminate,
        };
        change?.Invoke(attributes);
        return new Command { CommandType = CommandType.StartChildWorkflowExecution, StartChildWorkflowExecutionCommandAttributes = attributes };
    }

    public static Command ContinueAsNew() => new()
    {
        CommandType = CommandType.ContinueAsNewWorkflowExecution,
        ContinueAsNewWorkflowExecutionCommandAttributes = new(),
    };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private static TemporalDevServerOptions Options(ManualTimeProvider? clock, string? path)
    {
        var options = new TemporalDevServerOptions { DatabasePath = path };
        options.SearchAttributes["CustomKeywordField"] = "Keyword";
        options.SearchAttributes["CustomIntField"] = "Int";
        options.SearchAttributes["CustomTextField"] = "Text";
        options.SearchAttributes["CustomListField"] = "KeywordList";
        if (clock is not null)
            options.TimeProvider = clock;
        return options;
    }
}
