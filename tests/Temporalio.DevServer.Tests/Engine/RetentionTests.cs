using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Tests.Support;

namespace Temporalio.DevServer.Tests.Engine;

public sealed class RetentionTests
{
    [Fact]
    public async Task Round_WithMoreThanABatch_DeletesThemAll()
    {
        await using var service = await ServiceUnderTest.StartAsync(manualClock: true);
        for (var i = 0; i < 502; i++)
            await service.StartWorkflowAsync("w", r => r.WorkflowIdReusePolicy = WorkflowIdReusePolicy.TerminateIfRunning);
        var retention = TimeSpan.FromTicks(service.Server.Service.Engine.Namespaces.Get(ServiceUnderTest.Namespace).State.Retention);
        Assert.Equal(502, Runs());

        service.Clock!.Advance(retention + TimeSpan.FromMinutes(2));
        await service.Server.Service.Engine.DrainAsync();

        Assert.Equal(1, Runs());
        Assert.Equal(WorkflowExecutionStatus.Running, (await service.DescribeAsync("w")).WorkflowExecutionInfo.Status);

        long Runs() => service.Server.Service.Database.Read(c => c.Scalar("SELECT count(*) FROM runs"));
    }
}
