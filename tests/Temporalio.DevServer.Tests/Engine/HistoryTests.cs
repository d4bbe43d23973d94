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
}
