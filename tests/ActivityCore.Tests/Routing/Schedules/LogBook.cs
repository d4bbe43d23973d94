using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>Keeps the names of what was logged.</summary>
internal sealed class LogBook : ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<string, int> _events = new(StringComparer.Ordinal);

    public bool Has(string name) => Count(name) > 0;

    public int Count(string name) => _events.GetValueOrDefault(name);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _events.AddOrUpdate(eventId.Name ?? "", 1, (_, count) => count + 1);

    public void Dispose()
    {
    }
}
