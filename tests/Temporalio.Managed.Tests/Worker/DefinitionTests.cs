using Temporalio.Activities;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Worker;

public class DefinitionTests
{
    [Fact]
    public void Workflow_WithFaults_ReportsAllAtOnce()
    {
        var error = Assert.Throws<AggregateException>(() => WorkflowDefinition.Create(typeof(FaultyWorkflow)));

        Assert.Equal(3, error.InnerExceptions.Count);
        Assert.Contains("must return Task", error.Message, StringComparison.Ordinal);
        Assert.Contains("must return a value", error.Message, StringComparison.Ordinal);
        Assert.Contains("does not have a valid WorkflowRun method", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Workflow_OfInterface_LosesItsI()
    {
        Assert.Equal("NamedWorkflow", WorkflowDefinition.Create<INamedWorkflow>().Name);
        Assert.False(WorkflowDefinition.Create<INamedWorkflow>().Instantiable);
    }

    [Fact]
    public void Activity_Names_FollowTheMethod()
    {
        [Activity]
        static Task LocalAsync() => Task.CompletedTask;

        Assert.Equal("Local", ActivityDefinition.Create(LocalAsync).Name);
        Assert.Equal(["Greet", "Fail"], ActivityDefinition.CreateAll(typeof(BasicActivities), null).Select(d => d.Name));
    }

    [Fact]
    public async Task Activity_Exception_ComesOutAsItIs()
    {
        var fail = ActivityDefinition.CreateAll(typeof(BasicActivities), null).Single(d => d.Name == "Fail");

        await Assert.ThrowsAsync<Temporalio.Exceptions.ApplicationFailureException>(() => fail.InvokeAsync(["x"]));
    }

    [Fact]
    public void Activity_OfInstance_WithoutInstance_IsRefused() => Assert.Throws<InvalidOperationException>(
        () => ActivityDefinition.CreateAll(typeof(Activities.WatchedActivities), null));

    [Workflow]
    private sealed class FaultyWorkflow
    {
        [WorkflowSignal]
        public void Signal()
        {
        }

        [WorkflowQuery]
        public void Query()
        {
        }
    }

    [Workflow]
    private interface INamedWorkflow
    {
        [WorkflowRun]
        Task RunAsync();
    }
}
