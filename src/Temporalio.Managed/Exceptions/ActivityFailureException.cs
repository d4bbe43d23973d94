using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.Exceptions;

/// <summary>What a workflow sees of a failed activity; the inner exception is the activity's own.</summary>
public class ActivityFailureException : FailureException
{
    protected internal ActivityFailureException(Failure failure, Exception? inner)
        : base(failure, inner)
    {
        if (failure.ActivityFailureInfo is null)
            throw new ArgumentException("The failure has no activity failure info.", nameof(failure));
    }

    /// <inheritdoc cref="FailureException.Failure" />
    public new Failure Failure => base.Failure!;

    /// <summary>The worker where the activity failed, if known.</summary>
    public string? Identity => Failure.ActivityFailureInfo.Identity is { Length: > 0 } identity ? identity : null;

    /// <summary>The activity's type name.</summary>
    public string ActivityType => Failure.ActivityFailureInfo.ActivityType.Name;

    /// <summary>The activity's id.</summary>
    public string ActivityId => Failure.ActivityFailureInfo.ActivityId;

    /// <summary>Why there is no further attempt.</summary>
    public RetryState RetryState => Failure.ActivityFailureInfo.RetryState;
}
