using Microsoft.Extensions.Logging;

namespace ActivityCore.Routing;

internal static partial class Log
{
    [LoggerMessage(EventId = 3001, EventName = "EventRouted", Level = LogLevel.Information,
        Message = "Event {Type} {Publisher}/{Id}: {Started} runs started, {NotMatched} not matched, {Failed} undecided")]
    public static partial void EventRouted(ILogger logger, string type, string publisher, Guid id, int started, int notMatched, int failed);

    [LoggerMessage(EventId = 3002, EventName = "TriggerUndecided", Level = LogLevel.Error, Message = "Run {RunId} of {Definition} failed: {Reason}")]
    public static partial void TriggerUndecided(ILogger logger, string runId, string definition, string reason);

    [LoggerMessage(EventId = 3003, EventName = "RoutingFailed", Level = LogLevel.Warning,
        Message = "Event {Type} {Publisher}/{Id} is not routed yet; attempt {Attempt}, again in {Delay}")]
    public static partial void RoutingFailed(ILogger logger, string type, string publisher, Guid id, int attempt, TimeSpan delay, Exception exception);

    [LoggerMessage(EventId = 3004, EventName = "SweepFailed", Level = LogLevel.Warning, Message = "The store cannot be asked for unrouted events; again in {Delay}")]
    public static partial void SweepFailed(ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(EventId = 3005, EventName = "ResumeFailed", Level = LogLevel.Warning, Message = "The pending run {RunId} of {Definition} cannot be started yet")]
    public static partial void ResumeFailed(ILogger logger, string runId, string definition, Exception exception);

    [LoggerMessage(EventId = 3006, EventName = "DefinitionsUnusable", Level = LogLevel.Error, Message = "{Reason}")]
    public static partial void DefinitionsUnusable(ILogger logger, string reason);

    [LoggerMessage(EventId = 3007, EventName = "VersionsNotSaved", Level = LogLevel.Warning, Message = "The versions of the definitions cannot be saved yet")]
    public static partial void VersionsNotSaved(ILogger logger, Exception exception);

    // 3008 was CronNotScheduled.

    [LoggerMessage(EventId = 3009, EventName = "RunReconciled", Level = LogLevel.Warning, Message = "Run {RunId} of {Definition} was still open: {Reason}")]
    public static partial void RunReconciled(ILogger logger, string runId, string definition, string reason);

    [LoggerMessage(EventId = 3010, EventName = "ReconcileFailed", Level = LogLevel.Warning, Message = "The open run {RunId} of {Definition} cannot be compared with its workflow now")]
    public static partial void ReconcileFailed(ILogger logger, string runId, string definition, Exception exception);

    [LoggerMessage(EventId = 3011, EventName = "ReconcileInterrupted", Level = LogLevel.Warning, Message = "The store cannot be asked for open runs; again in {Delay}")]
    public static partial void ReconcileInterrupted(ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(EventId = 3030, EventName = "PayloadsRemoved", Level = LogLevel.Information,
        Message = "Payloads older than {Age} were removed: {Events} events, {Runs} runs, {DeadLetters} dead letters")]
    public static partial void PayloadsRemoved(ILogger logger, int events, int runs, int deadLetters, TimeSpan age);

    [LoggerMessage(EventId = 3031, EventName = "RetentionInterrupted", Level = LogLevel.Warning, Message = "Retention was interrupted; again in {Delay}")]
    public static partial void RetentionInterrupted(ILogger logger, TimeSpan delay, Exception exception);
}
