using System.Diagnostics;

namespace Temporalio.Worker.Instance;

/// <summary>Remembers where workflow code waits, if the worker is told to.</summary>
internal sealed class StackTraces(WorkflowStackTrace mode)
{
    private static readonly string[] Newlines = ["\r\n", "\n", "\r"];
    private static readonly string[] Inner =
        [" at System.Reflection.", " at System.Runtime.", " at System.RuntimeMethodHandle.", " at System.Threading.", " at Temporalio.Worker."];

    private readonly LinkedList<StackTrace>? _traces = mode == WorkflowStackTrace.None ? null : new();

    /// <summary>Null when nothing is remembered.</summary>
    public LinkedListNode<StackTrace>? Begin() => _traces?.AddLast(new StackTrace(mode == WorkflowStackTrace.Normal));

    public void End(LinkedListNode<StackTrace>? node)
    {
        if (node is not null)
        {
            _traces!.Remove(node);
        }
    }

    /// <exception cref="InvalidOperationException">Nothing is remembered.</exception>
    public string Describe() => _traces is null
        ? throw new InvalidOperationException("Workflow stack traces are not enabled on this worker")
        : string.Join("\n\n", _traces.Select(Describe).Where(t => t.Length > 0).Select(t => $"Task waiting at:\n{t}"));

    /// <summary>Leaves out the worker's own frames at either end.</summary>
    private static string Describe(StackTrace trace)
    {
        var lines = trace.ToString().Split(Newlines, StringSplitOptions.RemoveEmptyEntries)
            .SkipWhile(l => l.Contains(" at Temporalio.Worker.", StringComparison.Ordinal))
            .Reverse()
            .SkipWhile(l => Array.Exists(Inner, i => l.Contains(i, StringComparison.Ordinal)))
            .Reverse();
        return string.Join('\n', lines);
    }
}
