using System.Collections;

namespace ActivityCore.Cli.CommandLine;

/// <summary>What a command sees of the world around it, so that tests can hand in another one.</summary>
internal sealed record CliContext
{
    /// <summary>Data, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Messages and logs.</summary>
    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>The environment's variables: the only place that settings come from besides options.</summary>
    public required IReadOnlyDictionary<string, string?> Environment { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Null: not a terminal, so nothing is cut or coloured.</summary>
    public int? TerminalWidth { get; init; }

    public bool ColorOut { get; init; }

    public bool ColorError { get; init; }

    /// <summary>The process as it is.</summary>
    public static CliContext OfProcess()
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)entry.Key] = (string?)entry.Value;
        }

        // https://no-color.org: present and not empty, whatever its value.
        var color = string.IsNullOrEmpty(environment.GetValueOrDefault("NO_COLOR"))
            && !string.Equals(environment.GetValueOrDefault("TERM"), "dumb", StringComparison.Ordinal);
        return new()
        {
            Out = Console.Out,
            Error = Console.Error,
            In = Console.In,
            Environment = environment,
            TerminalWidth = Console.IsOutputRedirected ? null : Math.Max(40, Console.WindowWidth),
            ColorOut = color && !Console.IsOutputRedirected,
            ColorError = color && !Console.IsErrorRedirected,
        };
    }
}
