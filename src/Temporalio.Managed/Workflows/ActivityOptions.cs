using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>
/// How an activity is run. Either <see cref="ScheduleToCloseTimeout"/> or <see cref="StartToCloseTimeout"/> is required.
/// </summary>
public class ActivityOptions : ICloneable
{
    /// <summary>The task queue; the workflow's own when null.</summary>
    public string? TaskQueue { get; set; }

    /// <summary>Longest time from scheduling to the end, retries included.</summary>
    public TimeSpan? ScheduleToCloseTimeout { get; set; }

    /// <summary>Longest time an attempt may wait for a worker.</summary>
    public TimeSpan? ScheduleToStartTimeout { get; set; }

    /// <summary>Longest time of one attempt.</summary>
    public TimeSpan? StartToCloseTimeout { get; set; }

    /// <summary>Longest time between heartbeats. Required for an activity that is to notice its cancellation.</summary>
    public TimeSpan? HeartbeatTimeout { get; set; }

    /// <summary>How failures are retried; the service's default when null.</summary>
    public RetryPolicy? RetryPolicy { get; set; }

    /// <summary>What the workflow sees on cancellation. Default: <see cref="ActivityCancellationType.TryCancel"/>.</summary>
    public ActivityCancellationType CancellationType { get; set; } = ActivityCancellationType.TryCancel;

    /// <summary>Cancels the activity. The workflow's own token when null.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>The activity's id, unique in the run. A sequence number when null; better left so.</summary>
    public string? ActivityId { get; set; }

    /// <summary>True: never hand this activity to the worker in the answer to the workflow task. Default: false.</summary>
    public bool DisableEagerActivityExecution { get; set; }

    /// <summary>One line for user interfaces.</summary>
    public string? Summary { get; set; }

    /// <summary>Priority; the workflow's own when null.</summary>
    public Priority? Priority { get; set; }

    /// <summary>A shallow copy; the retry policy is copied too.</summary>
    public virtual object Clone()
    {
        var copy = (ActivityOptions)MemberwiseClone();
        if (RetryPolicy is { } policy)
        {
            copy.RetryPolicy = policy with { };
        }
        return copy;
    }
}
