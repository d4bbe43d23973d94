namespace Temporalio.Runtime;

/// <summary>How a <see cref="ICustomMetricMeter"/> wants its values.</summary>
public class CustomMetricMeterOptions : ICloneable
{
    /// <summary>Kinds of values for durations.</summary>
    public enum DurationFormat
    {
        /// <summary>Milliseconds as <see cref="long"/>.</summary>
        IntegerMilliseconds,

        /// <summary>Seconds as <see cref="double"/>.</summary>
        FloatSeconds,

        /// <summary><see cref="System.TimeSpan"/>.</summary>
        TimeSpan,
    }

    /// <summary>What durations are recorded as. Default: milliseconds.</summary>
    public DurationFormat HistogramDurationFormat { get; set; } = DurationFormat.IntegerMilliseconds;

    /// <summary>A copy.</summary>
    public virtual object Clone() => MemberwiseClone();
}
