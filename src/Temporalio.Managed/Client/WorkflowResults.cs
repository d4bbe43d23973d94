using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Client;

/// <summary>Waits for close events, follows runs and turns the last one into a result or an exception.</summary>
internal static class WorkflowResults
{
    public static async Task<TResult> GetAsync<TResult>(
        ITemporalClient client, string id, string? runId, bool followRuns, RpcOptions? rpcOptions)
    {
        while (true)
        {
            var page = await client.OutboundInterceptor.FetchWorkflowHistoryEventPageAsync(new(
                id,
                runId,
                PageSize: 0,
                NextPageToken: null,
                WaitNewEvent: true,
                EventFilterType: HistoryEventFilterType.CloseEvent,
                Rpc: TemporalClient.DefaultRetryOptions(rpcOptions))).ConfigureAwait(false);
            var close = page.Events.LastOrDefault() ?? throw new InvalidOperationException("The service returned no close event.");
            if (followRuns && NextRunId(close) is { Length: > 0 } next)
            {
                runId = next;
                continue;
            }

            if (close.WorkflowExecutionCompletedEventAttributes is { } completed)
                return await ResultAsync<TResult>(client, completed).ConfigureAwait(false);
            throw await FailureAsync(client.Options.DataConverter, close).ConfigureAwait(false);
        }
    }

    private static string? NextRunId(HistoryEvent close) => close.AttributesCase switch
    {
        HistoryEvent.AttributesOneofCase.WorkflowExecutionCompletedEventAttributes =>
            close.WorkflowExecutionCompletedEventAttributes.NewExecutionRunId,
        HistoryEvent.AttributesOneofCase.WorkflowExecutionFailedEventAttributes =>
            close.WorkflowExecutionFailedEventAttributes.NewExecutionRunId,
        HistoryEvent.AttributesOneofCase.WorkflowExecutionTimedOutEventAttributes =>
            close.WorkflowExecutionTimedOutEventAttributes.NewExecutionRunId,
        HistoryEvent.AttributesOneofCase.WorkflowExecutionContinuedAsNewEventAttributes =>
            close.WorkflowExecutionContinuedAsNewEventAttributes.NewExecutionRunId,
        _ => null,
    };

    private static async Task<TResult> ResultAsync<TResult>(ITemporalClient client, WorkflowExecutionCompletedEventAttributes completed)
    {
        // The caller does not want the value, which may be of any type or absent.
        if (typeof(TResult) == typeof(ValueTuple))
            return default!;
        if (completed.Result is not { } result)
            throw new InvalidOperationException("No result present");
        return await client.Options.DataConverter.ToSingleValueAsync<TResult>(result.Payloads_).ConfigureAwait(false);
    }

    private static async Task<Exception> FailureAsync(DataConverter converter, HistoryEvent close)
    {
        switch (close.AttributesCase)
        {
            case HistoryEvent.AttributesOneofCase.WorkflowExecutionFailedEventAttributes:
                var failed = close.WorkflowExecutionFailedEventAttributes;
                return new WorkflowFailedException(await converter.ToExceptionAsync(failed.Failure).ConfigureAwait(false));
            case HistoryEvent.AttributesOneofCase.WorkflowExecutionCanceledEventAttributes:
                var canceled = new Failure
                {
                    Message = "Workflow canceled",
                    CanceledFailureInfo = new() { Details = close.WorkflowExecutionCanceledEventAttributes.Details },
                };
                return new WorkflowFailedException(await converter.ToExceptionAsync(canceled).ConfigureAwait(false));
            case HistoryEvent.AttributesOneofCase.WorkflowExecutionTerminatedEventAttributes:
                return new WorkflowFailedException(
                    await TerminatedAsync(converter, close.WorkflowExecutionTerminatedEventAttributes).ConfigureAwait(false));
            case HistoryEvent.AttributesOneofCase.WorkflowExecutionTimedOutEventAttributes:
                var timedOut = new Failure
                {
                    Message = "Workflow timed out",
                    TimeoutFailureInfo = new() { TimeoutType = TimeoutType.StartToClose },
                };
                return new WorkflowFailedException(new TimeoutFailureException(timedOut, null, converter.PayloadConverter));
            case HistoryEvent.AttributesOneofCase.WorkflowExecutionContinuedAsNewEventAttributes:
                return new WorkflowContinuedAsNewException(close.WorkflowExecutionContinuedAsNewEventAttributes.NewExecutionRunId);
            default:
                return new InvalidOperationException($"The service returned {close.EventType} as a close event.");
        }
    }

    private static async Task<TerminatedFailureException> TerminatedAsync(
        DataConverter converter, WorkflowExecutionTerminatedEventAttributes terminated)
    {
        var failure = new Failure
        {
            Message = terminated.Reason.Length == 0 ? "Workflow terminated" : terminated.Reason,
            TerminatedFailureInfo = new() { Identity = terminated.Identity },
        };
        if (terminated.Details is not { Payloads_.Count: > 0 } details)
            return new TerminatedFailureException(failure, null, null);
        IReadOnlyCollection<Api.Common.V1.Payload> payloads = details.Payloads_;
        if (converter.PayloadCodec is { } codec)
            payloads = await codec.DecodeAsync(payloads).ConfigureAwait(false);
        return new TerminatedFailureException(failure, null, new InboundFailureDetails(converter.PayloadConverter, payloads));
    }
}
