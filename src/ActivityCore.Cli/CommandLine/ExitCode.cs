namespace ActivityCore.Cli.CommandLine;

/// <summary>What the program's end says; the table is part of the contract and printed by <c>--help</c>.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Error = 1;
    public const int Usage = 2;
    public const int Unchanged = 3;
    public const int Auth = 4;
    public const int Unreachable = 5;
    public const int StillRunning = 8;
    public const int Interrupted = 130;

    public static IReadOnlyList<(int Code, string Meaning)> Table { get; } =
    [
        (Ok, "done"),
        (Error, "it failed, or something that was asked for is not there"),
        (Usage, "wrong usage or an invalid definition"),
        (Unchanged, "nothing to change, with --exit-code"),
        (Auth, "a service refused the credentials"),
        (Unreachable, "a service or the database cannot be reached"),
        (StillRunning, "runs are still running at the end of --timeout"),
        (Interrupted, "ended by Ctrl-C"),
    ];
}
