using Microsoft.Extensions.Logging;

namespace Temporalio.Worker.ActivityTasks;

/// <summary>Ids 1130 to 1139.</summary>
internal static partial class Log
{
    [LoggerMessage(1130, LogLevel.Warning, "Failed sending a heartbeat")]
    public static partial void HeartbeatFailed(ILogger logger, Exception error);

    [LoggerMessage(1131, LogLevel.Warning, "Completing activity {ActivityType} with ID {ActivityId} as failed")]
    public static partial void ActivityFailed(ILogger logger, string activityType, string activityId);

    [LoggerMessage(1132, LogLevel.Debug, "The service no longer waits for activity {ActivityType} with ID {ActivityId}")]
    public static partial void CompletionNotWanted(ILogger logger, string activityType, string activityId);

    [LoggerMessage(1133, LogLevel.Error, "Failed completing activity {ActivityType} with ID {ActivityId}")]
    public static partial void CompletionFailed(ILogger logger, Exception error, string activityType, string activityId);

    [LoggerMessage(1134, LogLevel.Warning, "An activity was dropped that names no type or no workflow")]
    public static partial void TaskIncomplete(ILogger logger);
}
