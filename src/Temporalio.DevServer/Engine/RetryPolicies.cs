using Temporalio.Api.Common.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Engine;

/// <summary>Checks and defaults of retry policies.</summary>
internal static class RetryPolicies
{
    /// <summary>The reason why a policy is refused, or null.</summary>
    public static string? Check(RetryPolicy? policy)
    {
        if (policy is null)
            return null;
        if (policy.MaximumAttempts == 1)
            return null;
        if (Times.FromDuration(policy.InitialInterval) < 0)
            return "InitialInterval cannot be negative on retry policy.";
        if (policy.BackoffCoefficient is < 1 and not 0 || double.IsNaN(policy.BackoffCoefficient))
            return "BackoffCoefficient cannot be less than 1 on retry policy.";
        if (Times.FromDuration(policy.MaximumInterval) < 0)
            return "MaximumInterval cannot be negative on retry policy.";
        if (policy.MaximumInterval is not null && Times.FromDuration(policy.MaximumInterval) is > 0 and var maximum
            && maximum < Times.FromDuration(policy.InitialInterval))
        {
            return "MaximumInterval cannot be less than InitialInterval on retry policy.";
        }

        return policy.MaximumAttempts < 0 ? "MaximumAttempts cannot be negative on retry policy." : null;
    }

    /// <summary>A copy with what is unset filled in: 1 s, doubling, at most a hundred times the first interval.</summary>
    public static RetryPolicy Fill(RetryPolicy? policy)
    {
        var filled = policy?.Clone() ?? new RetryPolicy();
        if (Times.FromDuration(filled.InitialInterval) == 0)
            filled.InitialInterval = Times.ToDuration(RetryMath.DefaultInitialInterval);
        if (filled.BackoffCoefficient == 0)
            filled.BackoffCoefficient = 2;
        if (Times.FromDuration(filled.MaximumInterval) == 0)
            filled.MaximumInterval = Times.ToDuration(Math.Min(Times.FromDuration(filled.InitialInterval) * 100, Times.MaxDuration));
        return filled;
    }
}
