namespace ActivityCore.Cli.Schedules;

/// <summary>A tick with its run, or a task that one of the two asked for. The member names are a contract (docs/cli.md).</summary>
/// <param name="What">tick or task.</param>
/// <param name="Result">Of a tick: run or no_run. Of a task: both, only_old or only_new.</param>
/// <param name="At">The nominal time of a tick; null for a task.</param>
/// <param name="TargetRepo">Of a task; null for a tick.</param>
/// <param name="Title">Of a task, or how the run of a tick stands.</param>
internal sealed record CompareView(string What, string Result, DateTimeOffset? At, string? TargetRepo, string? Title)
{
    /// <summary>Whether old and new agree in it.</summary>
    public bool Agrees => Result is "run" or "both";
}
