using Temporalio.Workflows;

namespace Temporalio.Worker.Instance;

/// <summary>Conditions that workflow code waits for, in the order in which it began to.</summary>
internal sealed class ConditionList
{
    private readonly LinkedList<(Func<bool> Check, TaskCompletionSource Source)> _conditions = new();

    public LinkedListNode<(Func<bool> Check, TaskCompletionSource Source)> Add(Func<bool> check) =>
        _conditions.AddLast((check, new()));

    public void Remove(LinkedListNode<(Func<bool> Check, TaskCompletionSource Source)> node) => _conditions.Remove(node);

    /// <summary>
    /// Wakes the first condition that is true, so that code may make others false before they are looked at; by the older
    /// rule wakes all.
    /// </summary>
    public void Check(IWorkflowContext context, bool firstOnly)
    {
        if (_conditions.Count == 0)
        {
            return;
        }
        // Run as a task, a condition would queue further tasks.
        Workflow.OverrideContext = context;
        try
        {
            for (var node = _conditions.First; node is not null; node = node.Next)
            {
                if (!node.Value.Source.Task.IsCompleted && node.Value.Check())
                {
                    node.Value.Source.TrySetResult();
                    if (firstOnly)
                    {
                        return;
                    }
                }
            }
        }
        finally
        {
            Workflow.OverrideContext = null;
        }
    }
}
