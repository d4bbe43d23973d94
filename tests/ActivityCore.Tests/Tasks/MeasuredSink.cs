using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ActivityCore.Telemetry;

namespace ActivityCore.Tests.Tasks;

/// <summary>What the engine's meter says of one sink.</summary>
internal sealed class MeasuredSink : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, Dictionary<string, object?> Tags)> _measurements = new();

    public MeasuredSink(string sink)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument.Name, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument.Name, tags));
        _listener.Start();

        void Keep(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = new Dictionary<string, object?>(tags.ToArray(), StringComparer.Ordinal);
            if (sink.Equals(all.GetValueOrDefault("sink")))
            {
                _measurements.Enqueue((name, all));
            }
        }
    }

    /// <summary>The values of a tag, one for each measurement, in alphabetical order.</summary>
    public string[] Values(string name, string tag) =>
        [.. _measurements.Where(m => m.Name == name).Select(m => (string)m.Tags[tag]!).Order(StringComparer.Ordinal)];

    public void Dispose() => _listener.Dispose();
}
