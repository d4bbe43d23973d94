using System.CommandLine;
using ActivityCore.Cli.Output;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.CommandLine;

/// <summary>Options that every command takes.</summary>
internal sealed class CommonOptions
{
    public Option<OutputFormat?> Format { get; } = Recursive(Choice.Of<OutputFormat>("--output", "How data is printed, by default as a table; github, for annotations of a pull request, by test and definitions validate", "-o"));

    public Option<LogLevel?> LogLevel { get; } = Recursive(Choice.Of<LogLevel>("--log-level", "The least level that is logged to standard error"));

    public Option<LogFormat?> LogFormat { get; } = Recursive(Choice.Of<LogFormat>("--log-format", "Log lines for people or for collectors, by default text"));

    public IEnumerable<Option> All => [Format, LogLevel, LogFormat];

    private static Option<T> Recursive<T>(Option<T> option)
    {
        option.Recursive = true;
        return option;
    }
}
