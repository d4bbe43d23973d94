using System.Text;
using System.Text.Json;
using ActivityCore.Cli.CommandLine;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Logging;

/// <summary>
/// One line a log entry on standard error, for people or as JSON. A line is written at once and whole, so that nothing is lost when the
/// process ends and lines of several threads never mix.
/// </summary>
internal sealed class LineLoggerProvider(CliContext context, LogFormat format) : ILoggerProvider
{
    private readonly Lock _writing = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, ShortName(categoryName));

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string category, EventId id, string message, Exception? failure, IReadOnlyList<KeyValuePair<string, object?>>? members)
    {
        var line = format == LogFormat.Json ? AsJson(level, category, id, message, failure, members) : AsText(level, category, message, failure);
        lock (_writing)
        {
            context.Error.WriteLine(line);
        }
    }

    private string AsText(LogLevel level, string category, string message, Exception? failure)
    {
        var (word, color) = level switch
        {
            LogLevel.Trace => ("trace", "2"),
            LogLevel.Debug => ("debug", "2"),
            LogLevel.Information => ("info ", "32"),
            LogLevel.Warning => ("warn ", "33"),
            _ => ("error", "31"),
        };
        var painted = context.ColorError ? $"\u001b[{color}m{word}\u001b[0m" : word;
        var line = new StringBuilder($"{context.Time.GetLocalNow():HH:mm:ss.fff} {painted} {category}: {Output.Printable.Line(message)}");
        if (failure is not null)
        {
            // A stack is many lines by nature; whatever its messages hold is still made harmless.
            foreach (var part in failure.ToString().Split('\n'))
            {
                line.Append("\n    ").Append(Output.Printable.Line(part.TrimEnd('\r')));
            }
        }

        return line.ToString();
    }

    private string AsJson(LogLevel level, string category, EventId id, string message, Exception? failure, IReadOnlyList<KeyValuePair<string, object?>>? members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("ts", context.Time.GetUtcNow().UtcDateTime);
            json.WriteString("level", level.ToString().ToLowerInvariant());
            json.WriteString("msg", message);
            json.WriteString("logger", category);
            json.WriteNumber("event_id", id.Id);
            json.WriteString("event", id.Name);
            foreach (var (name, value) in members ?? [])
            {
                if (name is not "{OriginalFormat}")
                {
                    json.WriteString(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), value?.ToString());
                }
            }

            if (failure is not null)
            {
                json.WriteString("exception", failure.ToString());
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static string ShortName(string category) => category[(category.LastIndexOf('.') + 1)..];

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // Kestrel warns that a cleartext port cannot offer HTTP/2; ours does, see SharedPort.
            if (IsEnabled(logLevel) && eventId.Name is not "Http2DisabledWithHttp1AndNoTls")
            {
                provider.Write(logLevel, category, eventId, formatter(state, exception), exception, state as IReadOnlyList<KeyValuePair<string, object?>>);
            }
        }
    }
}
