namespace Temporalio.Runtime;

/// <summary>What a runtime tells of itself.</summary>
public class TelemetryOptions : ICloneable
{
    /// <summary>The metrics. Unset: none.</summary>
    public MetricsOptions? Metrics { get; set; }

    /// <summary>A copy.</summary>
    public virtual object Clone()
    {
        var copy = (TelemetryOptions)MemberwiseClone();
        copy.Metrics = (MetricsOptions?)Metrics?.Clone();
        return copy;
    }
}
