using Microsoft.Extensions.Logging;

namespace Temporalio.Worker.Instance;

/// <summary>Ids 1100 to 1119.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Warning, "Failed activation on workflow {WorkflowType} with ID {WorkflowId} and run ID {RunId}")]
    public static partial void ActivationFailed(ILogger logger, Exception error, string workflowType, string workflowId, string runId);

    [LoggerMessage(1101, LogLevel.Error, "Failed decoding signal args for {SignalName}, dropping the signal")]
    public static partial void SignalDropped(ILogger logger, Exception error, string signalName);

    [LoggerMessage(
        1102,
        LogLevel.Warning,
        "[TMPRL1102] Workflow {WorkflowId} finished while signal handlers are still running: {Handlers}. They may be interrupted; wait for Workflow.AllHandlersFinished, or set the unfinished policy of the handler.")]
    public static partial void UnfinishedHandlers(ILogger logger, string workflowId, string handlers);
}
