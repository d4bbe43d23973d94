using Temporalio.Worker.WorkflowTasks;

namespace Temporalio.Managed.Tests.Worker;

/// <summary>Either the work or the watchdog answers a task, and each knows at once which of them it was.</summary>
public class PolledWorkflowTaskTests
{
    private readonly PolledWorkflowTask _sut = new(new(), 0);

    [Fact]
    public void TryTakeOver_OfOpenTask_LeavesNothingToItsWork()
    {
        Assert.True(_sut.TryTakeOver());

        Assert.True(_sut.IsTakenOver);
        Assert.False(_sut.TryAnswer());
        Assert.True(_sut.IsTakenOver);
    }

    [Fact]
    public void TryAnswer_OfOpenTask_LeavesNothingToTheWatchdog()
    {
        Assert.True(_sut.TryAnswer());

        Assert.False(_sut.TryTakeOver());
        Assert.False(_sut.IsTakenOver);
        Assert.False(_sut.TryAnswer());
    }
}
