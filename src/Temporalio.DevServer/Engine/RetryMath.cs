using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Engine;

/// <summary>Whether and when something that failed is tried again.</summary>
internal static class RetryMath
{
    public static readonly long DefaultInitialInterval = TimeSpan.FromSeconds(1).Ticks;

    /// <summary>The delay before the next attempt, or the reason why there is none.</summary>
    public static (long Delay, RetryState State) Next(RetryPolicy? policy, int attempt, long now, long deadline, Failure? failure)
    {
        if (policy is null)
            return (0, RetryState.RetryPolicyNotSet);
        if (failure is not null && !IsRetryable(policy, failure))
            return (0, RetryState.NonRetryableFailure);
        if (policy.MaximumAttempts > 0 && attempt >= policy.MaximumAttempts)
            return (0, RetryState.MaximumAttemptsReached);
        var delay = Delay(policy, attempt, failure);
        return deadline != 0 && now + delay > deadline ? (0, RetryState.Timeout) : (delay, RetryState.InProgress);
    }

    private static long Delay(RetryPolicy policy, int attempt, Failure? failure)
    {
        if (failure?.ApplicationFailureInfo?.NextRetryDelay is { } asked)
            return Math.Max(Times.FromDuration(asked), 0);
        var initial = Math.Max(Times.FromDuration(policy.InitialInterval), 0);
        var coefficient = policy.BackoffCoefficient < 1 || !double.IsFinite(policy.BackoffCoefficient) ? 2.0 : policy.BackoffCoefficient;
        var delay = initial * Math.Pow(coefficient, attempt - 1);
        var maximum = Times.FromDuration(policy.MaximumInterval);
        if (maximum > 0 && (delay > maximum || !double.IsFinite(delay)))
            delay = maximum;
        return (long)Math.Min(delay, Times.MaxDuration);
    }

    private static bool IsRetryable(RetryPolicy policy, Failure failure)
    {
        switch (failure.FailureInfoCase)
        {
            case Failure.FailureInfoOneofCase.TerminatedFailureInfo:
            case Failure.FailureInfoOneofCase.CanceledFailureInfo:
                return false;
            case Failure.FailureInfoOneofCase.TimeoutFailureInfo:
                var type = failure.TimeoutFailureInfo.TimeoutType;
                return type is TimeoutType.StartToClose or TimeoutType.Heartbeat
                    && !policy.NonRetryableErrorTypes.Contains("TemporalTimeout:" + type);
            case Failure.FailureInfoOneofCase.ServerFailureInfo:
                return !failure.ServerFailureInfo.NonRetryable;
            case Failure.FailureInfoOneofCase.ApplicationFailureInfo:
                return !failure.ApplicationFailureInfo.NonRetryable
                    && !policy.NonRetryableErrorTypes.Contains(failure.ApplicationFailureInfo.Type);
            default:
                return true;
        }
    }
}
