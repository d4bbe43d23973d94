using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Engine;

/// <summary>Which run of a chain a request means; each answer was seen of the official service.</summary>
public sealed class ChainTests
{
    [Fact]
    public async Task Cancel_OfAClosedWorkflow_ChangesNothing()
    {
        await using var service = await StartAsync();
        var runId = await service.StartWorkflowAsync("w");
        await service.StepAsync(Finish());

        await service.RequestCancelAsync("w");
        await service.RequestCancelAsync("w", runId);
        await service.RequestCancelAsync("w", firstRunId: Guid.NewGuid().ToString());

        Assert.Equal(5, (await service.HistoryAsync("w")).Count);
        Assert.Equal(5, (await Assert.ThrowsAsync<RawRpcException>(() => service.RequestCancelAsync("other"))).Code);
        Assert.Equal(5, (await Assert.ThrowsAsync<RawRpcException>(() => service.RequestCancelAsync("w", Guid.NewGuid().ToString()))).Code);
        Assert.Equal(5, (await Assert.ThrowsAsync<RawRpcException>(() => service.TerminateAsync("w"))).Code);
    }

    [Fact]
    public async Task Requests_ThatNameTheFirstRun_MeanTheLatest()
    {
        await using var service = await StartAsync(manualClock: true);
        var first = await service.StartWorkflowAsync("w");
        await service.StepAsync(ContinueAsNew());

        await service.RequestCancelAsync("w", first);
        Assert.Single(await service.HistoryAsync("w"));
        await Assert.ThrowsAsync<RawRpcException>(() => service.TerminateAsync("w", first));
        Assert.Equal(5, (await Assert.ThrowsAsync<RawRpcException>(() => service.RequestCancelAsync("w", first, Guid.NewGuid().ToString()))).Code);
        await service.RequestCancelAsync("w", first, first);
        await service.TerminateAsync("w", first, first);

        await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowExecutionCancelRequested WorkflowExecutionTerminated");
    }
}
