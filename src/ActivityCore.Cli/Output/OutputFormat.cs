namespace ActivityCore.Cli.Output;

/// <summary>How data is printed.</summary>
internal enum OutputFormat
{
    Table,
    Json,

    /// <summary>Workflow commands that put findings at their lines in a pull request; only where a command has findings.</summary>
    Github,
}
