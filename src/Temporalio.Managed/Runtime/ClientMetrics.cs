using Google.Protobuf;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Grpc;

namespace Temporalio.Runtime;

/// <summary>Counts and times the calls of a connection; long polls by themselves.</summary>
internal sealed class ClientMetrics(MetricMeter meter, string prefix)
{
    private readonly Instruments _ordinary = new(meter, prefix);
    private readonly Instruments _long = new(meter, $"{prefix}long_");

    /// <summary>One attempt of a call.</summary>
    /// <param name="operation">The call's name.</param>
    /// <param name="request">What was sent.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="failure">Null after success.</param>
    public void Called(string operation, IMessage request, TimeSpan took, RpcException? failure)
    {
        var instruments = RpcTimeouts.For(request) == RpcTimeouts.LongPoll ? _long : _ordinary;
        List<KeyValuePair<string, object>> tags = [new(SdkMetricNames.Operation, operation)];
        if (RpcMetadata.NamespaceOf(request) is { } ns)
        {
            tags.Add(new(SdkMetricNames.Namespace, ns));
        }
        instruments.Requests.Add(1, tags);
        instruments.Latency.Record(took, tags);
        if (failure is not null)
        {
            tags.Add(new(SdkMetricNames.StatusCode, failure.Code.ToString()));
            instruments.Failures.Add(1, tags);
        }
    }

    private sealed class Instruments(MetricMeter meter, string prefix)
    {
        public MetricCounter<long> Requests { get; } = meter.CreateCounter<long>($"{prefix}request", description: "Calls to the service.");

        public MetricCounter<long> Failures { get; } =
            meter.CreateCounter<long>($"{prefix}request_failure", description: "Calls to the service that failed.");

        public MetricHistogram<TimeSpan> Latency { get; } = meter.CreateHistogram<TimeSpan>(
            $"{prefix}request_latency", SdkMetricNames.DurationUnit, "Time that calls to the service take.");
    }
}
