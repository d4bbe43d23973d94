using Microsoft.Extensions.Logging;

namespace ActivityCore.Tasks;

/// <summary>What this folder logs; ids 4000 to 4099.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Debug, "Run {RunId}: {Settled} tasks have a reference from sink {Sink}, {Open} are open")]
    public static partial void Emitted(ILogger logger, string runId, string sink, int settled, int open);

    [LoggerMessage(4001, LogLevel.Error, "Sink {Sink} threw {Exception} for task {TaskKey}; it is tried again")]
    public static partial void SinkThrew(ILogger logger, string sink, string taskKey, string exception);
}
