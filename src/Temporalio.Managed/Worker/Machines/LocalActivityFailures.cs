using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Worker.Activation;

namespace Temporalio.Worker.Machines;

/// <summary>Failures of local activities in the form that activities of the service have.</summary>
internal static class LocalActivityFailures
{
    public static Failure Cancelled(LocalActivityRequest request) => Wrap(
        request,
        "Activity cancelled",
        new() { Message = "Activity cancelled", CanceledFailureInfo = new() },
        RetryState.CancelRequested);

    public static Failure TimedOut(LocalActivityRequest request, TimeoutType timeoutType, RetryState retryState) => Wrap(
        request,
        "Activity timed out",
        new() { Message = "Activity timed out", TimeoutFailureInfo = new() { TimeoutType = timeoutType } },
        retryState);

    public static Failure Failed(LocalActivityRequest request, Failure cause, RetryState retryState) =>
        Wrap(request, "Local Activity task failed", cause, retryState);

    private static Failure Wrap(LocalActivityRequest request, string message, Failure cause, RetryState retryState) => new()
    {
        Message = message,
        Cause = cause,
        ActivityFailureInfo = new()
        {
            ActivityId = request.ActivityId,
            ActivityType = new() { Name = request.ActivityType },
            RetryState = retryState,
        },
    };
}
