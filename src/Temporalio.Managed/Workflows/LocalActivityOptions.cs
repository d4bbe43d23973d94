using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>
/// How a local activity is run. Either <see cref="ScheduleToCloseTimeout"/> or <see cref="StartToCloseTimeout"/> is
/// required.
/// </summary>
public class LocalActivityOptions : ICloneable
{
    /// <summary>Longest time from scheduling to the end, retries included.</summary>
    public TimeSpan? ScheduleToCloseTimeout { get; set; }

    /// <summary>Longest time an attempt may wait for a free place in the worker.</summary>
    public TimeSpan? ScheduleToStartTimeout { get; set; }

    /// <summary>Longest time of one attempt.</summary>
    public TimeSpan? StartToCloseTimeout { get; set; }

    /// <summary>How failures are retried; the default policy when null.</summary>
    public RetryPolicy? RetryPolicy { get; set; }

    /// <summary>A backoff longer than this becomes a workflow timer. Default: 1 minute.</summary>
    public TimeSpan? LocalRetryThreshold { get; set; }

    /// <summary>What the workflow sees on cancellation. Default: <see cref="ActivityCancellationType.TryCancel"/>.</summary>
    public ActivityCancellationType CancellationType { get; set; } = ActivityCancellationType.TryCancel;

    /// <summary>Cancels the activity. The workflow's own token when null.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>The activity's id, unique in the run. A sequence number when null; better left so.</summary>
    public string? ActivityId { get; set; }

    /// <summary>One line for user interfaces.</summary>
    public string? Summary { get; set; }

    /// <summary>A shallow copy; the retry policy is copied too.</summary>
    public virtual object Clone()
    {
        var copy = (LocalActivityOptions)MemberwiseClone();
        if (RetryPolicy is { } policy)
        {
            copy.RetryPolicy = policy with { };
        }
        return copy;
    }
}
