using Microsoft.Extensions.Logging;

namespace Temporalio.Worker.Polling;

/// <summary>Ids 1120 to 1129.</summary>
internal static partial class Log
{
    [LoggerMessage(1120, LogLevel.Warning, "Polling for tasks failed")]
    public static partial void PollFailed(ILogger logger, Exception error);

    [LoggerMessage(1121, LogLevel.Warning, "A task was dropped that cannot be worked on")]
    public static partial void TaskDropped(ILogger logger, Exception error);
}
