using Microsoft.Extensions.Logging;

namespace Temporalio.Worker;

/// <summary>Ids 1150 to 1159.</summary>
internal static partial class Log
{
    [LoggerMessage(1150, LogLevel.Information, "Worker of task queue {TaskQueue} is shutting down")]
    public static partial void ShuttingDown(ILogger logger, string taskQueue);

    [LoggerMessage(1151, LogLevel.Debug, "The service could not be told of the shutdown")]
    public static partial void ShutdownNotTold(ILogger logger, Exception error);
}
