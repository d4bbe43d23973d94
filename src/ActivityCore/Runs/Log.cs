using Microsoft.Extensions.Logging;

namespace ActivityCore.Runs;

internal static partial class Log
{
    [LoggerMessage(EventId = 4001, EventName = "RunParked", Level = LogLevel.Warning, Message = "Run {RunId} of {Definition} is parked: {Reason}")]
    public static partial void RunParked(ILogger logger, string runId, string definition, string reason);

    [LoggerMessage(EventId = 4002, EventName = "RunFailed", Level = LogLevel.Error, Message = "Run {RunId} of {Definition} failed: {Reason}")]
    public static partial void RunFailed(ILogger logger, string runId, string definition, string reason);

    [LoggerMessage(EventId = 4003, EventName = "StepFailed", Level = LogLevel.Warning, Message = "{Step} of run {RunId} failed at attempt {Attempt}")]
    public static partial void StepFailed(ILogger logger, string step, string runId, int attempt, Exception exception);

    [LoggerMessage(EventId = 4004, EventName = "RunStarted", Level = LogLevel.Debug, Message = "Run {RunId} of {Definition} is started")]
    public static partial void RunStarted(ILogger logger, string runId, string definition);

    [LoggerMessage(EventId = 4005, EventName = "RunDecided", Level = LogLevel.Information,
        Message = "{Definition} on {Occurrence}: {Matched} match, {Missed} miss, {Errors} error, {Tasks} tasks; run {RunId}")]
    public static partial void RunDecided(ILogger logger, string definition, string occurrence, int matched, int missed, int errors, int tasks, string runId);
}
