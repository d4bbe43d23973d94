namespace ActivityCore.Cli.CommandLine;

/// <summary>An expected end of a command: what is wrong, what to do next, and the exit code.</summary>
internal sealed class CliException : Exception
{
    public CliException(int exitCode, string message, string? advice = null, Exception? inner = null)
        : base(message, inner)
    {
        ExitCode = exitCode;
        Advice = advice;
    }

    public int ExitCode { get; }

    /// <summary>The next command or setting, or null where the message says it.</summary>
    public string? Advice { get; }
}
