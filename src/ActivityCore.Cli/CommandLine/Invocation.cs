using System.CommandLine;
using ActivityCore.Cli.Output;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.CommandLine;

/// <summary>One call of a command: what was typed, and the world around it.</summary>
internal sealed record Invocation(ParseResult Arguments, CliContext Context, CommonOptions Options)
{
    private ActivityCoreSettings? _settings;

    public Printer Printer { get; } = new(Context, Arguments.GetValue(Options.Format) ?? OutputFormat.Table);

    /// <summary>What the environment says; read once.</summary>
    /// <exception cref="Settings.SettingsException">It cannot be used.</exception>
    public ActivityCoreSettings Settings => _settings ??= ActivityCoreSettings.FromEnvironment(Context.Environment);

    public LogFormat LogFormat => Arguments.GetValue(Options.LogFormat) ?? LogFormat.Text;

    /// <summary>The level asked for, or the command's own.</summary>
    public LogLevel LogLevelOr(LogLevel usual) => Arguments.GetValue(Options.LogLevel) ?? usual;

    public T? Get<T>(Option<T> option) => Arguments.GetValue(option);

    public T Get<T>(Argument<T> argument) => Arguments.GetRequiredValue(argument);
}
