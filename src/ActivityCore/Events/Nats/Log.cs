using Microsoft.Extensions.Logging;

namespace ActivityCore.Events.Nats;

/// <summary>What the publisher logs; ids 1500 to 1599.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1500, EventName = "PublisherIsOff", Level = LogLevel.Information, Message = "NATS_URL is not set: events are not published")]
    public static partial void PublisherIsOff(ILogger logger);

    [LoggerMessage(EventId = 1501, EventName = "EventNotPublished", Level = LogLevel.Warning, Message = "Event {Type} {Id} was not published: {Reason}")]
    public static partial void EventNotPublished(ILogger logger, string type, Guid id, string reason);

    [LoggerMessage(EventId = 1502, EventName = "EventNotPublishable", Level = LogLevel.Error, Message = "An event cannot be published as it is: {Reason}")]
    public static partial void EventNotPublishable(ILogger logger, string reason);

    [LoggerMessage(EventId = 1503, EventName = "EventPublished", Level = LogLevel.Debug, Message = "Event {Type} {Id} is number {Sequence} of {Stream}")]
    public static partial void EventPublished(ILogger logger, string type, Guid id, long sequence, string stream);
}
