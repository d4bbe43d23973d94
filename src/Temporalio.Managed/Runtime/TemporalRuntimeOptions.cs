namespace Temporalio.Runtime;

/// <summary>Options of a runtime.</summary>
public class TemporalRuntimeOptions : ICloneable
{
    /// <summary>What it tells of itself.</summary>
    public TelemetryOptions Telemetry { get; set; } = new();

    /// <summary>A copy.</summary>
    public virtual object Clone()
    {
        var copy = (TemporalRuntimeOptions)MemberwiseClone();
        copy.Telemetry = (TelemetryOptions)Telemetry.Clone();
        return copy;
    }
}
