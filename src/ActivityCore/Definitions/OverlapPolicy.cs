namespace ActivityCore.Definitions;

/// <summary>What a cron trigger does when the run before is still open; the names are those of Temporal Schedules.</summary>
public enum OverlapPolicy
{
    /// <summary>The new tick is dropped.</summary>
    Skip,

    /// <summary>One tick waits for the run to end; more are dropped.</summary>
    BufferOne,

    /// <summary>Every tick waits its turn.</summary>
    BufferAll,

    /// <summary>Runs go side by side.</summary>
    AllowAll,
}
