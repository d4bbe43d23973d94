using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Engine;

/// <summary>What of a workflow stays in memory is known by the objects: one that was dropped is another when read again.</summary>
public sealed class WorkflowTableTests
{
    [Fact]
    public async Task Runs_ThatOthersFollowed_AreNotKept()
    {
        await using var service = await StartAsync(manualClock: true);
        var first = await service.StartWorkflowAsync("w");
        var kept = await FindAsync(service, first);
        var close = service.Client.CallAsync(
            new GetWorkflowExecutionHistoryRequest
            {
                Namespace = Namespace,
                Execution = new() { WorkflowId = "w", RunId = first },
                WaitNewEvent = true,
                HistoryEventFilterType = HistoryEventFilterType.CloseEvent,
            },
            GetWorkflowExecutionHistoryResponse.Parser);

        await service.StepAsync(ContinueAsNew());

        Assert.Single((await close).History.Events);
        var read = await FindAsync(service, first);
        Assert.NotSame(kept, read);
        Assert.NotSame(read, await FindAsync(service, first));
        Assert.Equal(kept!.State, read!.State);
        var current = await FindAsync(service, "");
        Assert.NotEqual(first, current!.State.RunId);
        Assert.Same(current, await FindAsync(service, current.State.RunId));
        await service.AssertHistoryAsync(
            "w", "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted WorkflowExecutionContinuedAsNew", first);
    }

    [Fact]
    public async Task Events_OfAClosedRun_AreNotKept()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        var open = await FirstEventAsync();
        Assert.Same(open, await FirstEventAsync());

        await service.StepAsync(Finish());

        var closed = await FirstEventAsync();
        Assert.NotSame(open, closed);
        Assert.Equal(open, closed);

        Task<Temporalio.Api.History.V1.HistoryEvent?> FirstEventAsync() =>
            service.Server.Service.Engine.WithAsync(Key(service), scope => Task.FromResult(scope.Current!.Events.Find(1)));
    }

    private static Task<Run?> FindAsync(ServiceUnderTest service, string runId) =>
        service.Server.Service.Engine.WithAsync(Key(service), scope => Task.FromResult(scope.Find(runId)));

    private static WorkflowKey Key(ServiceUnderTest service) => new(service.Server.Service.Engine.Namespaces.Get(Namespace), "w");
}
