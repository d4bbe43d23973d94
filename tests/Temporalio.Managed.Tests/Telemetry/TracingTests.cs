using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using Temporalio.Client;
using Temporalio.Extensions.OpenTelemetry;
using Temporalio.Managed.Tests.Client;
using Temporalio.Worker;

namespace Temporalio.Managed.Tests.Telemetry;

[Collection(OwnServiceGroup.Name)]
public sealed class TracingTests(OwnServiceFixture service)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task Run_LeavesOneTrace_AndNothingTwice(int cached)
    {
        using var spans = new Spans();
        var client = await service.ConnectAsync(o => o.Interceptors = [Tracing()]);
        var queue = $"tracing-{Guid.NewGuid():N}";
        var id = $"wf-{Guid.NewGuid()}";
        using var worker = new TemporalWorker(client, new TemporalWorkerOptions(queue) { MaxCachedWorkflows = cached, DebugMode = true }
            .AddWorkflow<ObservedWorkflow>().AddWorkflow<ObservedChildWorkflow>().AddAllActivities(typeof(ObservedActivities), null));

        await worker.ExecuteAsync(async () =>
        {
            var handle = await client.StartWorkflowAsync((ObservedWorkflow wf) => wf.RunAsync("Ada"), new(id, queue));
            await handle.QueryAsync(wf => wf.Gone);
            await handle.SignalAsync(wf => wf.GoAsync());
            await handle.GetResultAsync();
        }).WaitAsync(TimeSpan.FromMinutes(4));

        var start = spans.Single("StartWorkflow:ObservedWorkflow", id);
        var trace = spans.Of(start.TraceId);
        string[] expected =
        [
            "CompleteWorkflow:ObservedChildWorkflow < RunWorkflow:ObservedChildWorkflow",
            "CompleteWorkflow:ObservedWorkflow < RunWorkflow:ObservedWorkflow",
            "HandleQuery:Gone < StartWorkflow:ObservedWorkflow",
            "HandleSignal:Go < StartWorkflow:ObservedWorkflow",
            "RunActivity:Fail < StartActivity:Fail",
            "RunActivity:Fail < StartActivity:Fail",
            "RunActivity:Greet < StartActivity:Greet",
            "RunActivity:Measure < StartActivity:Measure",
            "RunWorkflow:ObservedChildWorkflow < StartChildWorkflow:ObservedChildWorkflow",
            "RunWorkflow:ObservedWorkflow < StartWorkflow:ObservedWorkflow",
            "StartActivity:Fail < RunWorkflow:ObservedWorkflow",
            "StartActivity:Greet < RunWorkflow:ObservedWorkflow",
            "StartActivity:Measure < own place",
            "StartChildWorkflow:ObservedChildWorkflow < RunWorkflow:ObservedWorkflow",
            "StartWorkflow:ObservedWorkflow < ",
            "own place < RunWorkflow:ObservedWorkflow",
        ];
        // Without cache a replay does not know the places that it made before: spans below them follow the start.
        Assert.Equal(cached == 0 ? expected.Select(NameOf) : expected, cached == 0 ? trace.Select(NameOf) : trace);
        var signal = spans.Single("SignalWorkflow:Go", id);
        Assert.Equal(signal.SpanId, spans.Single("HandleSignal:Go", id).Links.Single().Context.SpanId);
        var failed = spans.All("RunActivity:Fail", id);
        Assert.All(failed, span => Assert.Equal((ActivityStatusCode.Error, "no"), (span.Status, span.StatusDescription)));
        Assert.All(failed, span => Assert.Contains(span.Events, e => e.Name == "exception"));
        Assert.Equal("1", spans.Single("RunActivity:Greet", id).GetTagItem("temporalActivityID"));
    }

    [Fact]
    public async Task Header_IsAsEverySdkWritesIt()
    {
        using var spans = new Spans();
        var client = await service.ConnectAsync(o => o.Interceptors = [Tracing()]);
        var id = $"wf-{Guid.NewGuid()}";

        var handle = await client.StartWorkflowAsync("nobody-runs-it", [], new(id, "nobody"));

        var header = (await handle.FetchHistoryAsync()).Events.First().WorkflowExecutionStartedEventAttributes.Header.Fields["_tracer-data"];
        var span = spans.Single("StartWorkflow:nobody-runs-it", id);
        Assert.Equal($$"""{"traceparent":"00-{{span.TraceId}}-{{span.SpanId}}-01"}""", header.Data.ToStringUtf8());
        await handle.TerminateAsync();
    }

    private static string NameOf(string span) => span[..span.IndexOf(" <", StringComparison.Ordinal)];

    /// <summary>The process's own propagator is set by the OpenTelemetry SDK, which is not part of these tests.</summary>
    private static TracingInterceptor Tracing() => new(new() { Propagator = new TraceContextPropagator() });

    /// <summary>Keeps every span of our sources.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _stopped = new();
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new()
            {
                // By name: it is asked of the own source too while that is still being made.
                ShouldListenTo = source => source.Name.StartsWith("Temporalio.Extensions.OpenTelemetry.", StringComparison.Ordinal) ||
                    string.Equals(source.Name, nameof(ObservedWorkflow), StringComparison.Ordinal),
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _stopped.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyList<Activity> All(string name, string workflowId) =>
            [.. _stopped.Where(a => a.OperationName == name && workflowId.Equals(a.GetTagItem("temporalWorkflowID")))];

        public Activity Single(string name, string workflowId) => All(name, workflowId).Single();

        /// <summary>NAME &lt; NAME OF PARENT of every span of a trace.</summary>
        public string[] Of(ActivityTraceId trace)
        {
            var spans = _stopped.Where(a => a.TraceId == trace).ToArray();
            return [.. spans.Select(s => $"{s.OperationName} < {spans.FirstOrDefault(p => p.SpanId == s.ParentSpanId)?.OperationName}").Order(StringComparer.Ordinal)];
        }

        public void Dispose() => _listener.Dispose();
    }
}
