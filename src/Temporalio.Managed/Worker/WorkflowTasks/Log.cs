using Microsoft.Extensions.Logging;
using Temporalio.Api.Enums.V1;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>Ids 1140 to 1149.</summary>
internal static partial class Log
{
    [LoggerMessage(1140, LogLevel.Warning, "Failing task of workflow {WorkflowId}, run {RunId}, with cause {Cause}: {Reason}")]
    public static partial void TaskFailed(ILogger logger, string workflowId, string runId, WorkflowTaskFailedCause cause, string reason);

    [LoggerMessage(1141, LogLevel.Debug, "The service no longer waits for the task of workflow {WorkflowId}, run {RunId}")]
    public static partial void TaskNotWanted(ILogger logger, string workflowId, string runId);

    [LoggerMessage(1142, LogLevel.Warning, "Failed answering the task of workflow {WorkflowId}, run {RunId}")]
    public static partial void AnswerFailed(ILogger logger, Exception error, string workflowId, string runId);

    [LoggerMessage(1143, LogLevel.Warning, "Failed reading the history of workflow {WorkflowId}, run {RunId}")]
    public static partial void HistoryFailed(ILogger logger, Exception error, string workflowId, string runId);

    [LoggerMessage(1144, LogLevel.Warning, "A workflow task was dropped that names no run or no type")]
    public static partial void TaskIncomplete(ILogger logger);
}
