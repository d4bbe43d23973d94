using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Engine;

public sealed class ChildTests
{
    private const string StartedChild =
        "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted StartChildWorkflowExecutionInitiated "
        + "ChildWorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted TimerStarted";

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

    [Fact]
    public async Task Delete_OfAnOpenChild_TellsItsParent()
    {
        await using var service = await StartAsync();
        await StartParentAsync(service);

        await service.DeleteAsync("c");

        var events = await service.AssertHistoryAsync("w", StartedChild + " ChildWorkflowExecutionTerminated WorkflowTaskScheduled");
        Assert.Equal(6, events[^2].ChildWorkflowExecutionTerminatedEventAttributes.StartedEventId);
        Assert.Equal(5, (await Assert.ThrowsAsync<RawRpcException>(() => service.DescribeAsync("c"))).Code);
    }

    [Theory]
    [InlineData(ParentClosePolicy.Terminate, "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowExecutionTerminated")]
    [InlineData(ParentClosePolicy.RequestCancel, "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowExecutionCancelRequested")]
    [InlineData(ParentClosePolicy.Abandon, "WorkflowExecutionStarted WorkflowTaskScheduled")]
    public async Task Delete_OfAnOpenParent_FollowsTheClosePolicyOfItsChild(ParentClosePolicy policy, string expected)
    {
        await using var service = await StartAsync();
        await StartParentAsync(service, policy);

        await service.DeleteAsync("w");

        await service.AssertHistoryAsync("c", expected);
        Assert.Equal(5, (await Assert.ThrowsAsync<RawRpcException>(() => service.DescribeAsync("w"))).Code);
    }

    [Fact]
    public async Task Reset_OfARunningChild_TellsItsParentOfTheNewRunsEndOnly()
    {
        await using var service = await StartAsync();
        await StartParentAsync(service);
        await service.StepOnAsync(ChildQueue, Timer("t", 600));

        var newRun = await service.ResetAsync("c", 4);
        await service.Server.Service.Engine.DrainAsync();
        await service.AssertHistoryAsync("w", StartedChild);
        await service.StepOnAsync(ChildQueue, Finish());
        await service.Server.Service.Engine.DrainAsync();

        var events = await service.AssertHistoryAsync("w", StartedChild + " ChildWorkflowExecutionCompleted WorkflowTaskScheduled");
        Assert.Equal(newRun, events[^2].ChildWorkflowExecutionCompletedEventAttributes.WorkflowExecution.RunId);
    }

    [Fact]
    public async Task Reset_OfAParent_KeepsWhatBecameOfItsChildren()
    {
        await using var service = await StartAsync();
        await StartParentAsync(service);
        await service.StepOnAsync(ChildQueue, Finish());
        await service.Server.Service.Engine.DrainAsync();
        await service.StepAsync(Timer("t2", 600));

        await service.ResetAsync("w", 9);

        var events = await service.AssertHistoryAsync(
            "w",
            "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted StartChildWorkflowExecutionInitiated "
            + "ChildWorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskFailed "
            + "ChildWorkflowExecutionCompleted WorkflowTaskScheduled");
        var completed = events[9].ChildWorkflowExecutionCompletedEventAttributes;
        Assert.Equal((5L, 6L), (completed.InitiatedEventId, completed.StartedEventId));
        Assert.Empty((await service.DescribeAsync("w")).PendingChildren);
    }

    [Fact]
    public async Task Reset_OfAParentWithAnOpenChild_HearsOfItsEnd()
    {
        await using var service = await StartAsync();
        await StartParentAsync(service);

        await service.ResetAsync("w", 9);
        await service.StepOnAsync(ChildQueue, Finish());
        await service.Server.Service.Engine.DrainAsync();

        Assert.Equal(
            [EventType.WorkflowTaskFailed, EventType.WorkflowTaskScheduled, EventType.ChildWorkflowExecutionCompleted],
            (await service.HistoryAsync("w")).TakeLast(3).Select(e => e.EventType));
    }

    [Theory]
    [InlineData(ParentClosePolicy.Terminate, "WorkflowExecutionStarted WorkflowExecutionTerminated")]
    [InlineData(ParentClosePolicy.RequestCancel, "WorkflowExecutionStarted WorkflowExecutionCancelRequested WorkflowTaskScheduled")]
    [InlineData(ParentClosePolicy.Abandon, "WorkflowExecutionStarted WorkflowTaskScheduled")]
    public async Task Start_OfAChildWhoseParentHasClosedMeanwhile_FollowsTheClosePolicy(ParentClosePolicy policy, string expected)
    {
        await using var service = await StartAsync();
        var engine = service.Server.Service.Engine;
        var runId = await service.StartWorkflowAsync("w");
        var held = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        // What follows the end of the parent comes as far as its last child, which is held, and so has passed the first.
        var holding = engine.WithAsync(Key("last"), async _ =>
        {
            held.SetResult();
            await release.Task;
        });
        await held.Task;
        await service.StepAsync(Child("c", c => c.ParentClosePolicy = policy), Child("second", c => c.ParentClosePolicy = ParentClosePolicy.Abandon), Child("last"), Finish());
        await PresentAsync("second");

        await new ChildStarter(engine).StartAsync(Key("w"), runId, initiatedEventId: 5);
        release.SetResult();
        await holding;
        await engine.DrainAsync();

        await service.AssertHistoryAsync("c", expected);

        WorkflowKey Key(string id) => new(engine.Namespaces.Get(Namespace), id);

        async Task PresentAsync(string id)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (!await engine.WithAsync(Key(id), scope => Task.FromResult(scope.Current is not null)))
                await Task.Delay(10, patience.Token);
        }
    }

    /// <summary>A parent that waits for a timer, with a child that has begun.</summary>
    private static async Task StartParentAsync(ServiceUnderTest service, ParentClosePolicy policy = ParentClosePolicy.Terminate)
    {
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Child("c", c => c.ParentClosePolicy = policy));
        await service.StepAsync(Timer("t", 600));
        await service.Server.Service.Engine.DrainAsync();
        await service.AssertHistoryAsync("w", StartedChild);
    }
}
