using Microsoft.Extensions.Logging;

namespace ActivityCore.Routing.Nats;

/// <summary>What the intake logs; ids 3100 to 3199.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3100, EventName = "StreamOpened", Level = LogLevel.Information, Message = "Events come from the stream {Stream} as {Consumer}")]
    public static partial void StreamOpened(ILogger logger, string stream, string consumer);

    [LoggerMessage(EventId = 3101, EventName = "StreamAway", Level = LogLevel.Warning, Message = "The stream {Stream} gives nothing; again in {Delay}: {Reason}")]
    public static partial void StreamAway(ILogger logger, string stream, TimeSpan delay, string reason);

    [LoggerMessage(EventId = 3102, EventName = "StreamRefused", Level = LogLevel.Error, Message = "{Reason} Looked at again in {Delay}")]
    public static partial void StreamRefused(ILogger logger, string reason, TimeSpan delay);

    [LoggerMessage(EventId = 3103, EventName = "EventHeld", Level = LogLevel.Warning,
        Message = "Message {Sequence} of {Stream} is not routed yet and is held; attempt {Attempt}, again in {Delay}")]
    public static partial void EventHeld(ILogger logger, long sequence, string stream, int attempt, TimeSpan delay, Exception exception);

    [LoggerMessage(EventId = 3104, EventName = "NoEvent", Level = LogLevel.Warning, Message = "Message {Sequence} of {Stream} is no event and is in the dead letters: {Reason}")]
    public static partial void NoEvent(ILogger logger, long sequence, string stream, string reason);

    [LoggerMessage(EventId = 3105, EventName = "AnswerLost", Level = LogLevel.Warning, Message = "Message {Sequence} of {Stream} is done, but the server did not confirm it: {Reason}")]
    public static partial void AnswerLost(ILogger logger, long sequence, string stream, string reason);
}
