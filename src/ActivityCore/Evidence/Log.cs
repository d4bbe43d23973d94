using Microsoft.Extensions.Logging;

namespace ActivityCore.Evidence;

/// <summary>What this folder logs; ids 4200 to 4299.</summary>
internal static partial class Log
{
    [LoggerMessage(4200, LogLevel.Warning, "{EventType} was not submitted to {Sink} for run {RunId}: {Reason}")]
    public static partial void NotSubmitted(ILogger logger, string eventType, string sink, string runId, string reason);

    [LoggerMessage(4201, LogLevel.Error, "Evidence sink {Sink} threw {Exception} for {Key}; it is tried again")]
    public static partial void SinkThrew(ILogger logger, string sink, string key, string exception);
}
