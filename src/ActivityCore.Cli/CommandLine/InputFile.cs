namespace ActivityCore.Cli.CommandLine;

/// <summary>A file that a command is to read.</summary>
internal static class InputFile
{
    /// <summary>The path of a file that is there; <c>-</c>, standard input, always is.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static string Require(string path, string advice) =>
        path is "-" || File.Exists(path) ? path : throw new CliException(ExitCode.Usage, $"There is no file {path}.", advice);
}
