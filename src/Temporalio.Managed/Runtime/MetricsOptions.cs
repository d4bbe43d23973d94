namespace Temporalio.Runtime;

/// <summary>The metrics of a runtime.</summary>
public class MetricsOptions : ICloneable
{
    /// <summary>Where metrics go. Unset: nowhere.</summary>
    public ICustomMetricMeter? CustomMetricMeter { get; set; }

    /// <summary>How they go there.</summary>
    public CustomMetricMeterOptions? CustomMetricMeterOptions { get; set; }

    /// <summary>True: every metric has the tag <c>service_name</c>. Default: true.</summary>
    public bool AttachServiceName { get; set; } = true;

    /// <summary>Tags of every metric.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>>? GlobalTags { get; set; }

    /// <summary>What the names of this library's own metrics begin with. Default: <c>temporal_</c>.</summary>
    public string? MetricPrefix { get; set; }

    /// <summary>A copy; the meter is shared.</summary>
    public virtual object Clone()
    {
        var copy = (MetricsOptions)MemberwiseClone();
        copy.CustomMetricMeterOptions = (CustomMetricMeterOptions?)CustomMetricMeterOptions?.Clone();
        return copy;
    }
}
