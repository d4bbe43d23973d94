using ActivityCore.Cli.CommandLine;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Logging;

/// <summary>Where log lines go and which.</summary>
internal static class LineLogging
{
    /// <summary>Standard error, at the level asked for or the command's own; the frameworks below us only with warnings, unless asked for.</summary>
    public static void Configure(ILoggingBuilder logging, Invocation call, LogLevel usual)
    {
        var level = call.LogLevelOr(usual);
        logging.ClearProviders();
        logging.SetMinimumLevel(level);
        logging.AddProvider(new LineLoggerProvider(call.Context, call.LogFormat));
        if (level == LogLevel.Information)
        {
            logging.AddFilter("Microsoft", LogLevel.Warning);
            logging.AddFilter("System", LogLevel.Warning);
            logging.AddFilter("Temporalio", LogLevel.Warning);
        }
    }
}
