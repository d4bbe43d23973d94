using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Engine;

public sealed class HistoryTests
{
    [Fact]
    public async Task Get_InPages_GivesEveryEventOnce()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        for (var i = 0; i < 20; i++)
            await service.SignalAsync("w", $"s{i}");

        var events = await service.HistoryAsync("w", pageSize: 3);

        Assert.Equal(Enumerable.Range(1, 22).Select(i => (long)i), events.Select(e => e.EventId));
    }

    [Fact]
    public async Task Get_Reverse_GivesTheNewestFirst()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Finish());
        var ids = new List<long>();
        var token = Google.Protobuf.ByteString.Empty;

        do
        {
            var page = await service.Client.CallAsync(
                new GetWorkflowExecutionHistoryReverseRequest { Namespace = Namespace, Execution = new() { WorkflowId = "w" }, MaximumPageSize = 2, NextPageToken = token },
                GetWorkflowExecutionHistoryReverseResponse.Parser);
            ids.AddRange(page.History.Events.Select(e => e.EventId));
            token = page.NextPageToken;
        }
        while (!token.IsEmpty);

        Assert.Equal([5L, 4, 3, 2, 1], ids);
    }

    [Fact]
    public async Task Wait_ForTheClose_EndsWithTheLastEvent()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");

        var wait = service.Client.CallAsync(
            new GetWorkflowExecutionHistoryRequest
            {
                Namespace = Namespace,
                Execution = new() { WorkflowId = "w" },
                WaitNewEvent = true,
                HistoryEventFilterType = HistoryEventFilterType.CloseEvent,
            },
            GetWorkflowExecutionHistoryResponse.Parser);
        await service.StepAsync(Finish());

        var response = await wait;
        Assert.Equal(EventType.WorkflowExecutionCompleted, Assert.Single(response.History.Events).EventType);
        Assert.True(response.NextPageToken.IsEmpty);
    }

    [Fact]
    public async Task Wait_WithoutNewEvent_EndsEmptyWithATokenThatGoesOn()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        var request = new GetWorkflowExecutionHistoryRequest { Namespace = Namespace, Execution = new() { WorkflowId = "w" }, WaitNewEvent = true };

        var first = await service.Client.CallAsync(request, GetWorkflowExecutionHistoryResponse.Parser);
        request.NextPageToken = first.NextPageToken;
        var empty = await service.Client.CallAsync(request, GetWorkflowExecutionHistoryResponse.Parser, timeout: TimeSpan.FromSeconds(1));
        request.NextPageToken = empty.NextPageToken;
        await service.SignalAsync("w");
        var next = await service.Client.CallAsync(request, GetWorkflowExecutionHistoryResponse.Parser);

        Assert.Equal(2, first.History.Events.Count);
        Assert.Empty(empty.History.Events);
        Assert.Equal(3, Assert.Single(next.History.Events).EventId);
    }

    [Fact]
    public async Task Poll_OfALongHistory_PagesToTheStartedEvent()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        for (var i = 0; i < 300; i++)
            await service.SignalAsync("w");

        var task = await service.PollWorkflowAsync();
        var ids = task.History.Events.Select(e => e.EventId).ToList();
        var token = task.NextPageToken;
        while (!token.IsEmpty)
        {
            var page = await service.Client.CallAsync(
                new GetWorkflowExecutionHistoryRequest { Namespace = Namespace, Execution = new() { WorkflowId = "w" }, NextPageToken = token },
                GetWorkflowExecutionHistoryResponse.Parser);
            ids.AddRange(page.History.Events.Select(e => e.EventId));
            token = page.NextPageToken;
        }

        Assert.Equal(303, task.StartedEventId);
        Assert.Equal(Enumerable.Range(1, 303).Select(i => (long)i), ids);
    }

    [Theory]
    [InlineData(null, EventType.WorkflowExecutionContinuedAsNew)]
    [InlineData("follows-next-run-id", EventType.WorkflowExecutionFailed)]
    [InlineData("something, follows-next-run-id", EventType.WorkflowExecutionFailed)]
    public async Task Get_CloseOfARunThatIsRetried_SuitsTheClient(string? features, EventType expected)
    {
        await using var service = await StartAsync();
        var runId = await service.StartWorkflowAsync("w", r => r.RetryPolicy = new() { MaximumAttempts = 2, InitialInterval = new() { Seconds = 1 } });
        await service.StepAsync(new Temporalio.Api.Command.V1.Command
        {
            CommandType = CommandType.FailWorkflowExecution,
            FailWorkflowExecutionCommandAttributes = new() { Failure = new() { Message = "no", ApplicationFailureInfo = new() } },
        });
        var request = new GetWorkflowExecutionHistoryRequest
        {
            Namespace = Namespace,
            Execution = new() { WorkflowId = "w", RunId = runId },
            HistoryEventFilterType = HistoryEventFilterType.CloseEvent,
        };

        service.Client.SupportedFeatures = features;
        var shown = Assert.Single((await service.Client.CallAsync(request, GetWorkflowExecutionHistoryResponse.Parser)).History.Events);
        var stored = (await service.HistoryAsync("w", runId))[^1];

        Assert.Equal((expected, stored.EventId), (shown.EventType, shown.EventId));
        Assert.Equal(EventType.WorkflowExecutionFailed, stored.EventType);
        if (expected == EventType.WorkflowExecutionContinuedAsNew)
            Assert.Equal(stored.WorkflowExecutionFailedEventAttributes.NewExecutionRunId, shown.WorkflowExecutionContinuedAsNewEventAttributes.NewExecutionRunId);
    }

    [Theory]
    [InlineData(ResetReapplyType.Unspecified, "WorkflowExecutionSignaled WorkflowExecutionCancelRequested")]
    [InlineData(ResetReapplyType.AllEligible, "WorkflowExecutionSignaled WorkflowExecutionCancelRequested")]
    [InlineData(ResetReapplyType.Signal, "WorkflowExecutionSignaled")]
    [InlineData(ResetReapplyType.None, "")]
    public async Task Reset_WithTheOlderField_ReappliesWhatItNames(ResetReapplyType wanted, string expected)
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Timer("t", 60));
        await service.SignalAsync("w");
        await service.RequestCancelAsync("w");

        var request = new ResetWorkflowExecutionRequest
        {
            Namespace = Namespace,
            WorkflowExecution = new() { WorkflowId = "w" },
            WorkflowTaskFinishEventId = 4,
            RequestId = "r",
            Reason = "test",
        };
#pragma warning disable CS0612 // The older field is what this is about.
        request.ResetReapplyType = wanted;
#pragma warning restore CS0612
        var response = await service.Client.CallAsync(request, ResetWorkflowExecutionResponse.Parser);

        Assert.Equal(expected, string.Join(' ', (await service.HistoryAsync("w", response.RunId))
            .Select(e => e.EventType).Where(t => t is EventType.WorkflowExecutionSignaled or EventType.WorkflowExecutionCancelRequested)));
    }

    [Fact]
    public async Task Reset_WithSeveralSignalsSince_AsksForATaskBehindThem()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Timer("t", 60));
        await service.SignalAsync("w", "a");
        await service.SignalAsync("w", "b");

        await service.ResetAsync("w", 4);

        await service.AssertHistoryAsync(
            "w",
            "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskFailed "
            + "WorkflowExecutionSignaled WorkflowExecutionSignaled WorkflowTaskScheduled");
    }

    [Fact]
    public async Task Get_ReverseOfLargeEvents_GivesEveryEventOnce()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        for (var i = 0; i < 7; i++)
            await service.SignalAsync("w", input: Bytes(1_500_000));
        var ids = new List<long>();
        var token = Google.Protobuf.ByteString.Empty;

        do
        {
            var page = await service.Client.CallAsync(
                new GetWorkflowExecutionHistoryReverseRequest { Namespace = Namespace, Execution = new() { WorkflowId = "w" }, NextPageToken = token },
                GetWorkflowExecutionHistoryReverseResponse.Parser);
            ids.AddRange(page.History.Events.Select(e => e.EventId));
            token = page.NextPageToken;
        }
        while (!token.IsEmpty);

        Assert.Equal([9L, 8, 7, 6, 5, 4, 3, 2, 1], ids);
    }

    [Fact]
    public async Task Complete_WithMoreEventsThanAHistoryMayHave_EndsTheRun()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        var task = await service.PollWorkflowAsync();
        var marker = new Temporalio.Api.Command.V1.Command { CommandType = CommandType.RecordMarker, RecordMarkerCommandAttributes = new() { MarkerName = "m" } };

        var refused = await Assert.ThrowsAsync<RawRpcException>(
            () => service.CompleteAsync(task, [.. Enumerable.Repeat(marker, 51_200)]));

        Assert.Equal((3, "3: Workflow history count exceeds limit."), (refused.Code, refused.Message));
        var events = await service.AssertHistoryAsync(
            "w", "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskFailed WorkflowExecutionTerminated");
        Assert.Equal("Workflow history count exceeds limit.", events[^1].WorkflowExecutionTerminatedEventAttributes.Reason);
    }

    [Fact]
    public async Task Signal_BeyondTheSizeOfAHistory_EndsTheRun()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        for (var i = 0; i < 26; i++)
            await service.SignalAsync("w", input: Bytes(2_000_000));

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.SignalAsync("w", input: Bytes(2_000_000)));

        Assert.Equal((3, "3: Workflow history size exceeds limit."), (refused.Code, refused.Message));
        var described = await service.DescribeAsync("w");
        Assert.Equal((WorkflowExecutionStatus.Terminated, 29), (described.WorkflowExecutionInfo.Status, described.WorkflowExecutionInfo.HistoryLength));
    }

    private static Temporalio.Api.Common.V1.Payloads Bytes(int count) => new()
    {
        Payloads_ = { new Temporalio.Api.Common.V1.Payload { Data = Google.Protobuf.ByteString.CopyFrom(new byte[count]) } },
    };
}
