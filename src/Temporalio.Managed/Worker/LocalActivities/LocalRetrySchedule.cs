using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Worker.Activation;

namespace Temporalio.Worker.LocalActivities;

/// <summary>Decides whether and when a failed local activity is tried again, by the rules that the service has for activities.</summary>
internal sealed class LocalRetrySchedule(LocalActivityRequest request, DateTime scheduled)
{
    private static readonly TimeSpan DefaultInitialInterval = TimeSpan.FromSeconds(1);
    private const double DefaultCoefficient = 2;
    private const int DefaultMaximumFactor = 100;

    /// <summary>Time left of all attempts together.</summary>
    public TimeSpan Remaining(TimeProvider time) => request.ScheduleToCloseTimeout is { } limit
        ? scheduled + limit - time.GetUtcNow().UtcDateTime
        : TimeSpan.MaxValue;

    /// <summary>Without backoff there is no further attempt, for the reason given.</summary>
    public (TimeSpan? Backoff, RetryState State) Next(Failure failure, int attempt, TimeProvider time)
    {
        var policy = request.RetryPolicy;
        if (failure.ApplicationFailureInfo is { } application &&
            (application.NonRetryable || policy?.NonRetryableErrorTypes.Contains(application.Type) == true))
        {
            return (null, RetryState.NonRetryableFailure);
        }
        if (failure.CanceledFailureInfo is not null || failure.TerminatedFailureInfo is not null)
        {
            return (null, RetryState.NonRetryableFailure);
        }
        if (policy is { MaximumAttempts: > 0 } && attempt >= policy.MaximumAttempts)
        {
            return (null, RetryState.MaximumAttemptsReached);
        }
        var backoff = failure.ApplicationFailureInfo?.NextRetryDelay?.ToTimeSpan() ?? Backoff(attempt);
        return Remaining(time) is var remaining && remaining != TimeSpan.MaxValue && backoff >= remaining
            ? (null, RetryState.Timeout)
            : (backoff, RetryState.InProgress);
    }

    private TimeSpan Backoff(int attempt)
    {
        var policy = request.RetryPolicy;
        var initial = policy?.InitialInterval?.ToTimeSpan() is { } interval && interval > TimeSpan.Zero ? interval : DefaultInitialInterval;
        var coefficient = policy is { BackoffCoefficient: > 0 } ? policy.BackoffCoefficient : DefaultCoefficient;
        var maximum = policy?.MaximumInterval?.ToTimeSpan() is { } given && given > TimeSpan.Zero ? given : initial * DefaultMaximumFactor;
        var seconds = initial.TotalSeconds * Math.Pow(coefficient, attempt - 1);
        return seconds >= maximum.TotalSeconds ? maximum : TimeSpan.FromSeconds(seconds);
    }
}
