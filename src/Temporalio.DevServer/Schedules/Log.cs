using Microsoft.Extensions.Logging;

namespace Temporalio.DevServer.Schedules;

internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Information, "Schedule {ScheduleId}: {WorkflowId} is in use, so this action is left out", EventName = "ScheduleStartSkipped")]
    public static partial void StartSkipped(ILogger logger, string scheduleId, string workflowId);

    [LoggerMessage(301, LogLevel.Warning, "Schedule {ScheduleId}: {WorkflowId} cannot be started: {Reason}", EventName = "ScheduleStartRefused")]
    public static partial void StartRefused(ILogger logger, string scheduleId, string workflowId, string reason);

    [LoggerMessage(302, LogLevel.Warning, "Schedule {ScheduleId}: storage failed, going on later: {Reason}", EventName = "ScheduleStepPutOff")]
    public static partial void StepPutOff(ILogger logger, string scheduleId, string reason);
}
