using Microsoft.Extensions.Logging;

namespace Temporalio.Worker.Instance;

/// <summary>Logs with the workflow's scope, and nothing while history is replayed.</summary>
internal sealed class ReplaySafeLogger(ILogger logger, WorkflowInstance instance) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => !instance.IsReplaying && logger.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }
        using (logger.BeginScope(instance.Info.LoggerScope))
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
