namespace ActivityCore.Cli.CommandLine;

/// <summary>How log lines are written.</summary>
internal enum LogFormat
{
    /// <summary>Short lines for people.</summary>
    Text,

    /// <summary>One JSON object a line, for collectors.</summary>
    Json,
}
