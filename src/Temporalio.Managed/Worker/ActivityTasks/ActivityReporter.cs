using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Temporalio.Activities;
using Temporalio.Api.Common.V1;
using Temporalio.Exceptions;
using Temporalio.Grpc;

namespace Temporalio.Worker.ActivityTasks;

/// <summary>Tells the service how an attempt ended. Never throws.</summary>
internal sealed class ActivityReporter(WorkerServices services, ILogger logger)
{
    /// <param name="info">The activity.</param>
    /// <param name="taskToken">Its token.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="heldBack">Heartbeat details that were not sent; the next attempt is to have them.</param>
    public async Task ReportAsync(ActivityInfo info, ByteString taskToken, ActivityOutcome outcome, Payloads? heldBack)
    {
        try
        {
            await SendAsync(taskToken, outcome, heldBack).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            Log.CompletionNotWanted(logger, info.ActivityType, info.ActivityId);
        }
        catch (RpcException e) when (GrpcMessageTooLarge.Is(e) && outcome is ActivityOutcome.Completed)
        {
            await ReportAsync(info, taskToken, TooLarge(e), null).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.CompletionFailed(logger, e, info.ActivityType, info.ActivityId);
        }
    }

    private static ActivityOutcome.Failed TooLarge(RpcException e) => new(new()
    {
        Message = $"Result of the activity is too large: {e.Message}",
        ApplicationFailureInfo = new() { Type = "GrpcMessageTooLarge", NonRetryable = true },
    });

    private async Task SendAsync(ByteString taskToken, ActivityOutcome outcome, Payloads? heldBack)
    {
        var rpc = new Client.RpcOptions { Retry = true };
        switch (outcome)
        {
            case ActivityOutcome.Completed o:
                await services.Service.RespondActivityTaskCompletedAsync(
                    new()
                    {
                        Namespace = services.Namespace,
                        TaskToken = taskToken,
                        Identity = services.Identity,
                        Result = new() { Payloads_ = { o.Result } },
                    },
                    rpc).ConfigureAwait(false);
                break;
            case ActivityOutcome.Failed o:
                await services.Service.RespondActivityTaskFailedAsync(
                    new()
                    {
                        Namespace = services.Namespace,
                        TaskToken = taskToken,
                        Identity = services.Identity,
                        Failure = o.Failure,
                        LastHeartbeatDetails = heldBack,
                    },
                    rpc).ConfigureAwait(false);
                break;
            case ActivityOutcome.Cancelled:
                await services.Service.RespondActivityTaskCanceledAsync(
                    new()
                    {
                        Namespace = services.Namespace,
                        TaskToken = taskToken,
                        Identity = services.Identity,
                    },
                    rpc).ConfigureAwait(false);
                break;
            default:
                break;
        }
    }
}
