using Microsoft.Extensions.Logging;

namespace Temporalio.DevServer.Grpc;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Error, "{Path} failed", EventName = "CallFailed")]
    public static partial void CallFailed(ILogger logger, string path, Exception exception);

    [LoggerMessage(101, LogLevel.Debug, "{Path}: connection lost: {Reason}", EventName = "ConnectionLost")]
    public static partial void ConnectionLost(ILogger logger, string path, string reason);
}
