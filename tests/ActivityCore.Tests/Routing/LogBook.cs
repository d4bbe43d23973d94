using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Tests.Routing;

/// <summary>Keeps the names of what was logged, and the last lines for the message of a test that fails.</summary>
internal sealed class LogBook : ILoggerProvider, ILogger
{
    private const int KeptLines = 60;
    private readonly ConcurrentDictionary<string, int> _events = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _lines = new();

    public bool Has(string name) => Count(name) > 0;

    public int Count(string name) => _events.GetValueOrDefault(name);

    /// <summary>The last lines, with the time of day of each.</summary>
    public override string ToString() => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        _events.AddOrUpdate(eventId.Name ?? "", 1, (_, count) => count + 1);
        _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {eventId.Name}: {formatter(state, exception)} {exception?.Message}"));
        while (_lines.Count > KeptLines)
        {
            _lines.TryDequeue(out _);
        }
    }

    public void Dispose()
    {
    }
}
