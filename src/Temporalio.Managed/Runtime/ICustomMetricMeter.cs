namespace Temporalio.Runtime;

/// <summary>Takes the metrics of clients and workers, as <c>Temporalio.Extensions.DiagnosticSource.CustomMetricMeter</c> does. Thread-safe.</summary>
public interface ICustomMetricMeter
{
    /// <summary>Makes a counter.</summary>
    /// <typeparam name="T"><see cref="long"/> at present.</typeparam>
    ICustomMetricCounter<T> CreateCounter<T>(string name, string? unit, string? description)
        where T : struct;

    /// <summary>Makes a histogram.</summary>
    /// <typeparam name="T">
    /// <see cref="long"/> or <see cref="double"/> at present; durations are what <see cref="CustomMetricMeterOptions"/> says.
    /// </typeparam>
    ICustomMetricHistogram<T> CreateHistogram<T>(string name, string? unit, string? description)
        where T : struct;

    /// <summary>Makes a gauge.</summary>
    /// <typeparam name="T"><see cref="long"/> or <see cref="double"/> at present.</typeparam>
    ICustomMetricGauge<T> CreateGauge<T>(string name, string? unit, string? description)
        where T : struct;

    /// <summary>Makes tags to be given to metrics.</summary>
    /// <param name="appendFrom">Tags that come first; not to be changed.</param>
    /// <param name="tags">Strings, <see cref="long"/>, <see cref="double"/> and <see cref="bool"/> by name.</param>
    object CreateTags(object? appendFrom, IReadOnlyCollection<KeyValuePair<string, object>> tags);
}
