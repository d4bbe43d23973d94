using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.DevServer.Grpc;

namespace Temporalio.DevServer.Api;

/// <summary>What clients that do not follow a run to its retry, or to the next of its schedule, are shown instead.</summary>
internal static class OlderClients
{
    /// <summary>Whether the caller says that it reads the next run's id from any closing event.</summary>
    public static bool FollowsNextRun(CallContext call) =>
        call.Header("supported-features").Split(',', StringSplitOptions.TrimEntries).Contains("follows-next-run-id", StringComparer.Ordinal);

    /// <summary>
    /// The closing event of a run that another one follows, as the one kind of end that every client follows. Meant for those who
    /// wait for the end of a workflow, not for readers of its history.
    /// </summary>
    public static HistoryEvent Close(HistoryEvent e)
    {
        var continued = e.EventType switch
        {
            EventType.WorkflowExecutionCompleted => new WorkflowExecutionContinuedAsNewEventAttributes
            {
                NewExecutionRunId = e.WorkflowExecutionCompletedEventAttributes.NewExecutionRunId,
                LastCompletionResult = e.WorkflowExecutionCompletedEventAttributes.Result,
            },
            EventType.WorkflowExecutionFailed => new WorkflowExecutionContinuedAsNewEventAttributes
            {
                NewExecutionRunId = e.WorkflowExecutionFailedEventAttributes.NewExecutionRunId,
                Failure = e.WorkflowExecutionFailedEventAttributes.Failure,
            },
            EventType.WorkflowExecutionTimedOut => new WorkflowExecutionContinuedAsNewEventAttributes
            {
                NewExecutionRunId = e.WorkflowExecutionTimedOutEventAttributes.NewExecutionRunId,
                Failure = new Failure
                {
                    Message = "workflow timeout",
                    Source = "Server",
                    TimeoutFailureInfo = new() { TimeoutType = TimeoutType.StartToClose },
                },
            },
            _ => null,
        };
        return continued is null or { NewExecutionRunId.Length: 0 }
            ? e
            : new HistoryEvent
            {
                EventId = e.EventId,
                EventTime = e.EventTime,
                EventType = EventType.WorkflowExecutionContinuedAsNew,
                TaskId = e.TaskId,
                WorkflowExecutionContinuedAsNewEventAttributes = continued,
            };
    }
}
