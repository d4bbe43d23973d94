namespace Temporalio.Worker.Instance;

/// <summary>Starts tasks on the workflow's scheduler.</summary>
internal sealed class InstanceTasks(WorkflowScheduler scheduler, StackTraces stackTraces)
{
    public Task Run(Func<Task> function) => scheduler.Factory.StartNew(Traced(function), default, TaskCreationOptions.None, scheduler).Unwrap();

    public Task<T> Run<T>(Func<Task<T>> function) =>
        scheduler.Factory.StartNew(Traced(function), default, TaskCreationOptions.None, scheduler).Unwrap();

    private Func<TTask> Traced<TTask>(Func<TTask> function)
        where TTask : Task
    {
        if (stackTraces.Begin() is not { } node)
        {
            return function;
        }
        return () =>
        {
            var task = function();
            _ = task.ContinueWith(_ => stackTraces.End(node), default, TaskContinuationOptions.ExecuteSynchronously, scheduler);
            return task;
        };
    }
}
