using Microsoft.Extensions.Logging;
using Temporalio.Workflows;

namespace Temporalio.Worker.Instance;

/// <summary>Signal handlers that have begun and not ended.</summary>
internal sealed class RunningHandlers
{
    private readonly LinkedList<WorkflowSignalDefinition> _handlers = new();
    private readonly Dictionary<LinkedListNode<WorkflowSignalDefinition>, string> _names = [];

    public bool None => _handlers.Count == 0;

    public LinkedListNode<WorkflowSignalDefinition> Begin(string name, WorkflowSignalDefinition definition)
    {
        var node = _handlers.AddLast(definition);
        _names.Add(node, name);
        return node;
    }

    public void End(LinkedListNode<WorkflowSignalDefinition> node)
    {
        _handlers.Remove(node);
        _names.Remove(node);
    }

    public void WarnIfAny(ILogger logger, string workflowId)
    {
        var names = _names.Where(n => n.Key.Value.UnfinishedPolicy == HandlerUnfinishedPolicy.WarnAndAbandon)
            .GroupBy(n => n.Value, StringComparer.Ordinal)
            .Select(g => $"{g.Key} ({g.Count()})")
            .ToArray();
        if (names.Length > 0)
        {
            Log.UnfinishedHandlers(logger, workflowId, string.Join(", ", names));
        }
    }
}
