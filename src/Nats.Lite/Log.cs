using Microsoft.Extensions.Logging;

namespace Nats.Lite;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "connected to NATS at {Server}", EventName = "NatsConnected")]
    public static partial void Connected(ILogger log, string server);

    [LoggerMessage(2, LogLevel.Warning, "lost the connection to NATS at {Server}: {Reason}", EventName = "NatsLost")]
    public static partial void Lost(ILogger log, string server, string reason);

    [LoggerMessage(3, LogLevel.Warning, "NATS is still away: {Reason}", EventName = "NatsStillLost")]
    public static partial void StillLost(ILogger log, string reason);

    [LoggerMessage(4, LogLevel.Warning, "NATS at {Server} says: {Text}", EventName = "NatsServerError")]
    public static partial void ServerError(ILogger log, string server, string text);

    [LoggerMessage(5, LogLevel.Warning, "the consumer {Stream}/{Consumer} answers no request for messages and has no acknowledgement to lose: it is made anew", EventName = "NatsDeafConsumer")]
    public static partial void DeafConsumer(ILogger log, string stream, string consumer);
}
