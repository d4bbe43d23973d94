using Temporalio.Common;

namespace Temporalio.Worker.Instance;

/// <summary>Metrics of workflow code: nothing is recorded while history is replayed.</summary>
internal sealed class ReplaySafeMeter(MetricMeter meter, WorkflowInstance instance) : MetricMeter
{
    public override MetricCounter<T> CreateCounter<T>(string name, string? unit = null, string? description = null) =>
        new Counter<T>(meter.CreateCounter<T>(name, unit, description), instance);

    public override MetricHistogram<T> CreateHistogram<T>(string name, string? unit = null, string? description = null) =>
        new Histogram<T>(meter.CreateHistogram<T>(name, unit, description), instance);

    public override MetricGauge<T> CreateGauge<T>(string name, string? unit = null, string? description = null) =>
        new Gauge<T>(meter.CreateGauge<T>(name, unit, description), instance);

    public override MetricMeter WithTags(IEnumerable<KeyValuePair<string, object>> tags) => new ReplaySafeMeter(meter.WithTags(tags), instance);

    private sealed class Counter<T>(MetricCounter<T> inner, WorkflowInstance instance) : MetricCounter<T>(inner.Name, inner.Unit, inner.Description)
        where T : struct
    {
        public override void Add(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null)
        {
            if (!instance.IsReplaying)
            {
                inner.Add(value, extraTags);
            }
        }

        public override MetricCounter<T> WithTags(IEnumerable<KeyValuePair<string, object>> tags) => new Counter<T>(inner.WithTags(tags), instance);
    }

    private sealed class Histogram<T>(MetricHistogram<T> inner, WorkflowInstance instance)
        : MetricHistogram<T>(inner.Name, inner.Unit, inner.Description)
        where T : struct
    {
        public override void Record(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null)
        {
            if (!instance.IsReplaying)
            {
                inner.Record(value, extraTags);
            }
        }

        public override MetricHistogram<T> WithTags(IEnumerable<KeyValuePair<string, object>> tags) => new Histogram<T>(inner.WithTags(tags), instance);
    }

    private sealed class Gauge<T>(MetricGauge<T> inner, WorkflowInstance instance) : MetricGauge<T>(inner.Name, inner.Unit, inner.Description)
        where T : struct
    {
        public override void Set(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null)
        {
            if (!instance.IsReplaying)
            {
                inner.Set(value, extraTags);
            }
        }

        public override MetricGauge<T> WithTags(IEnumerable<KeyValuePair<string, object>> tags) => new Gauge<T>(inner.WithTags(tags), instance);
    }
}
