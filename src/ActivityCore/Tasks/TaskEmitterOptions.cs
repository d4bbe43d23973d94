namespace ActivityCore.Tasks;

/// <summary>How tasks of one run are sent.</summary>
public sealed class TaskEmitterOptions
{
    /// <summary>How many tasks of a run are sent side by side. Default 8.</summary>
    public int Parallelism { get; set; } = 8;

    /// <summary>
    /// How long an attempt without an end keeps others from sending the same task: longer than a request may take, so that two workers on one run never send a
    /// task side by side. After a crash in the middle of a send it is the wait until the next. Default 20 s.
    /// </summary>
    public TimeSpan AttemptLease { get; set; } = TimeSpan.FromSeconds(20);
}
