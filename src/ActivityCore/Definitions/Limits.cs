namespace ActivityCore.Definitions;

/// <summary>Bounds of one definition.</summary>
public sealed record Limits
{
    /// <summary>Above this many tasks nothing is emitted and the run is parked. Default 100.</summary>
    public int MaxTasksPerRun { get; init; } = 100;

    /// <summary>Above this many tasks within 60 minutes, over all runs of the definition, nothing is emitted and the run is parked. Null, the default: no bound.</summary>
    public int? MaxTasksPerHour { get; init; }

    /// <summary>Above this many instructions none is done and the run is parked. Default 20.</summary>
    public int MaxInstructionsPerRun { get; init; } = 20;
}
