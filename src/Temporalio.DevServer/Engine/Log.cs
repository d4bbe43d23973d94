using Microsoft.Extensions.Logging;

namespace Temporalio.DevServer.Engine;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "Took up {Count} open runs", EventName = "Resumed")]
    public static partial void Resumed(ILogger logger, int count);

    [LoggerMessage(201, LogLevel.Warning, "Storage failed, trying again: {Reason}", EventName = "BackgroundRetry")]
    public static partial void BackgroundRetry(ILogger logger, string reason);

    [LoggerMessage(202, LogLevel.Error, "Work in the background failed", EventName = "BackgroundFailed")]
    public static partial void BackgroundFailed(ILogger logger, Exception exception);
}
