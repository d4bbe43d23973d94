using Temporalio.Api.Enums.V1;
using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>How a child workflow is started.</summary>
public class ChildWorkflowOptions : ICloneable
{
    /// <summary>The child's id; a deterministic new one when null.</summary>
    public string? Id { get; set; }

    /// <summary>The task queue; the parent's when null.</summary>
    public string? TaskQueue { get; set; }

    /// <summary>One line for user interfaces.</summary>
    public string? StaticSummary { get; set; }

    /// <summary>Longer text for user interfaces.</summary>
    public string? StaticDetails { get; set; }

    /// <summary>How a failed child is retried. Default: not at all.</summary>
    public RetryPolicy? RetryPolicy { get; set; }

    /// <summary>Cancels the child. The workflow's own token when null.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>What the parent sees on cancellation. Default: it waits for the child's end.</summary>
    public ChildWorkflowCancellationType CancellationType { get; set; } =
        ChildWorkflowCancellationType.WaitCancellationCompleted;

    /// <summary>What happens to the child when the parent closes. Default: it is terminated.</summary>
    public ParentClosePolicy ParentClosePolicy { get; set; } = ParentClosePolicy.Terminate;

    /// <summary>Longest time of the whole chain of runs.</summary>
    public TimeSpan? ExecutionTimeout { get; set; }

    /// <summary>Longest time of one run.</summary>
    public TimeSpan? RunTimeout { get; set; }

    /// <summary>Longest time of one workflow task.</summary>
    public TimeSpan? TaskTimeout { get; set; }

    /// <summary>Whether the id of a closed workflow may be used again. Default: yes.</summary>
    public WorkflowIdReusePolicy IdReusePolicy { get; set; } = WorkflowIdReusePolicy.AllowDuplicate;

    /// <summary>A cron expression that runs the child again and again.</summary>
    public string? CronSchedule { get; set; }

    /// <summary>The child's memo.</summary>
    public IReadOnlyDictionary<string, object>? Memo { get; set; }

    /// <summary>The child's search attributes.</summary>
    public SearchAttributeCollection? TypedSearchAttributes { get; set; }

    /// <summary>Priority; the parent's when null.</summary>
    public Priority? Priority { get; set; }

    /// <summary>A shallow copy; the retry policy is copied too.</summary>
    public virtual object Clone()
    {
        var copy = (ChildWorkflowOptions)MemberwiseClone();
        if (RetryPolicy is { } policy)
        {
            copy.RetryPolicy = policy with { };
        }
        return copy;
    }
}
