using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Engine;

public sealed class ChildTests
{
    [Fact]
    public async Task End_OfAnEarlierRunsChild_IsNotThatOfTheLaterRunsChild()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Child("c", c => c.ParentClosePolicy = ParentClosePolicy.Abandon));
        await service.StepAsync(ContinueAsNew());
        service.Clock!.Advance(TimeSpan.FromSeconds(2));

        // The same event of the later run starts a child of the same name, which ends the earlier one.
        await service.StepAsync(Child("c", c => c.WorkflowIdReusePolicy = WorkflowIdReusePolicy.TerminateIfRunning));
        await service.Server.Service.Engine.DrainAsync();

        await service.AssertHistoryAsync(
            "w",
            "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted "
            + "StartChildWorkflowExecutionInitiated ChildWorkflowExecutionStarted WorkflowTaskScheduled");
        Assert.Equal(WorkflowExecutionStatus.Running, (await service.DescribeAsync("c")).WorkflowExecutionInfo.Status);
    }
}
