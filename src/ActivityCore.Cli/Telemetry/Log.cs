using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Telemetry;

/// <summary>Id 4100.</summary>
internal static partial class Log
{
    [LoggerMessage(4100, LogLevel.Warning, "Numbers for telemetry could not be looked up in the store; the last ones stand")]
    public static partial void NotLookedUp(ILogger logger, Exception error);
}
