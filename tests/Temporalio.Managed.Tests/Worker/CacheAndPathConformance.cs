using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Temporalio.Activities;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Converters;
using Temporalio.Extensions.Hosting;
using Temporalio.Managed.Tests.Client;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Managed.Tests.Worker;

/// <summary>Ways that tasks can take: without cache, eagerly, through codecs, interceptors and hosts.</summary>
public abstract class CacheAndPathConformance(ITemporalService service) : WorkerConformance(service)
{
    private readonly ITemporalService _service = service;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public Task Cache_TooSmall_RunsAreReplayed(int cached) => RunAsync(
        o =>
        {
            o.MaxCachedWorkflows = cached;
            o.AddWorkflow<SignalWorkflow>();
        },
        async bench =>
        {
            var handles = new List<WorkflowHandle<SignalWorkflow, IReadOnlyCollection<string>>>();
            for (var i = 0; i < 3; i++)
            {
                handles.Add(await bench.StartAsync((SignalWorkflow wf) => wf.RunAsync(2)));
            }
            foreach (var what in (string[])["a", "b"])
            {
                foreach (var handle in handles)
                {
                    Assert.Equal(what == "a" ? 0 : 1, await handle.QueryAsync(wf => wf.Count));
                    await handle.SignalAsync(wf => wf.SeeAsync(what));
                }
            }
            foreach (var handle in handles)
            {
                Assert.Equal(["a", "b"], await handle.GetResultAsync());
            }
        });

    [Fact]
    public Task Queries_ManyAtOnce_AreAllAnswered() => RunAsync(
        o => o.AddWorkflow<SignalWorkflow>(),
        async bench =>
        {
            var handle = await bench.StartAsync((SignalWorkflow wf) => wf.RunAsync(2));
            await handle.SignalAsync(wf => wf.SeeAsync("a"));

            var counts = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => handle.QueryAsync(wf => wf.Count)));

            Assert.All(counts, count => Assert.Equal(1, count));
            await handle.SignalAsync(wf => wf.SeeAsync("b"));
            Assert.Equal(["a", "b"], await handle.GetResultAsync());
        });

    [Fact]
    public Task Code_ThatGoesOnAfterItsWorkflow_IsCutOff() => RunAsync(
        o => o.AddWorkflow<AfterlifeWorkflow>(),
        async bench =>
        {
            var handle = await bench.StartAsync((AfterlifeWorkflow wf) => wf.RunAsync());
            await EventuallyAsync(async () => Kinds(await HistoryAsync(handle)).Contains(EventType.ActivityTaskScheduled));
            await handle.SignalAsync(wf => wf.EndAsync());

            Assert.Equal("ended", await handle.GetResultAsync());
            var kinds = Kinds(await HistoryAsync(handle)).ToArray();
            Assert.Contains(EventType.ActivityTaskCancelRequested, kinds);
            Assert.DoesNotContain(EventType.TimerStarted, kinds);
        });

    [Fact]
    public Task EagerStart_SkipsTheQueue() => RunAsync(
        o => o.AddWorkflow<OneActivityWorkflow>().AddAllActivities(typeof(BasicActivities), null),
        async bench =>
        {
            var handle = await bench.StartAsync((OneActivityWorkflow wf) => wf.RunAsync("Ada"), o => o.RequestEagerStart = true);

            Assert.Equal("Hello, Ada!", await handle.GetResultAsync());
            Assert.True((await HistoryAsync(handle))[0].WorkflowExecutionStartedEventAttributes.EagerExecutionAccepted);
        });

    [Fact]
    public Task Codec_EncodesEverythingThatLeaves() => RunAsync(
        o => o.AddWorkflow<OneActivityWorkflow>().AddWorkflow<OneLocalActivityWorkflow>().AddWorkflow<SignalWorkflow>()
            .AddAllActivities(typeof(BasicActivities), null),
        async bench =>
        {
            var activity = await bench.StartAsync((OneActivityWorkflow wf) => wf.RunAsync("Ada"));
            var local = await bench.StartAsync((OneLocalActivityWorkflow wf) => wf.RunAsync("Ada"));
            var signals = await bench.StartAsync((SignalWorkflow wf) => wf.RunAsync(1));
            await signals.SignalAsync(wf => wf.SeeAsync("secret"));

            Assert.Equal("Hello, Ada!", await activity.GetResultAsync());
            Assert.Equal("Hello, Ada!", await local.GetResultAsync());
            Assert.Equal(["secret"], await signals.GetResultAsync());
            Assert.Equal("secret", await signals.QueryAsync(wf => wf.At(0)));
            foreach (var handle in (WorkflowHandle[])[activity, local, signals])
            {
                var text = (await handle.FetchHistoryAsync()).ToJson();
                Assert.DoesNotContain(Convert.ToBase64String("\"Hello, Ada!\""u8), text, StringComparison.Ordinal);
                Assert.DoesNotContain(Convert.ToBase64String("\"secret\""u8), text, StringComparison.Ordinal);
            }
        },
        client => client.DataConverter = DataConverter.Default with { PayloadCodec = new XorCodec() });

    [Fact]
    public async Task Codec_HeadersOfLocalActivities_NeverMeetIt()
    {
        var headers = new HeaderInterceptor();
        await RunAsync(
            o =>
            {
                o.Interceptors = [headers];
                o.AddWorkflow<OneLocalActivityWorkflow>().AddAllActivities(typeof(BasicActivities), null);
            },
            async bench => Assert.Equal("Hello, Ada!", await bench.ExecuteAsync((OneLocalActivityWorkflow wf) => wf.RunAsync("Ada"))),
            client => client.DataConverter = DataConverter.Default with { PayloadCodec = new StrictCodec() });

        Assert.Equal(["in plain text"], headers.Seen);
    }

    [Fact]
    public async Task Interceptors_SeeCallsInAndOut()
    {
        var recorder = new Recorder();
        await RunAsync(
            o =>
            {
                o.Interceptors = [recorder];
                o.AddWorkflow<OneActivityWorkflow>().AddWorkflow<SignalWorkflow>().AddAllActivities(typeof(BasicActivities), null);
            },
            async bench =>
            {
                await bench.ExecuteAsync((OneActivityWorkflow wf) => wf.RunAsync("Ada"));
                var handle = await bench.StartAsync((SignalWorkflow wf) => wf.RunAsync(1));
                Assert.Equal(0, await handle.QueryAsync(wf => wf.Count));
                await handle.SignalAsync(wf => wf.SeeAsync("x"));
                await handle.GetResultAsync();
            });

        Assert.Superset(
            new HashSet<string>(["workflow", "schedule Greet", "activity Greet", "signal See", "query Count"], StringComparer.Ordinal),
            recorder.Calls.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task HostedWorker_ScopedActivities_GetAScopeEach()
    {
        var client = await _service.ConnectAsync();
        var queue = $"tq-{Guid.NewGuid():N}";
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<ITemporalClient>(client);
        builder.Services.AddScoped<ScopedThing>();
        builder.Services.AddHostedTemporalWorker(queue).AddWorkflow<TwoScopesWorkflow>().AddScopedActivities<ScopedActivities>();
        using var host = builder.Build();
        await host.StartAsync();

        var result = await client.ExecuteWorkflowAsync(
            (TwoScopesWorkflow wf) => wf.RunAsync(), new(id: $"wf-{Guid.NewGuid():N}", taskQueue: queue)).WaitAsync(TimeSpan.FromMinutes(2));
        await host.StopAsync();

        Assert.Equal("different, same, disposed", result);
    }

    /// <summary>Decodes only what it has encoded.</summary>
    private sealed class StrictCodec : IPayloadCodec
    {
        private readonly XorCodec _codec = new();

        public Task<IReadOnlyCollection<Payload>> EncodeAsync(IReadOnlyCollection<Payload> payloads) => _codec.EncodeAsync(payloads);

        public Task<IReadOnlyCollection<Payload>> DecodeAsync(IReadOnlyCollection<Payload> payloads) =>
            payloads.All(p => string.Equals(p.Metadata["encoding"].ToStringUtf8(), XorCodec.Encoding, StringComparison.Ordinal))
                ? _codec.DecodeAsync(payloads)
                : throw new InvalidOperationException("not encoded");
    }

    /// <summary>Gives each local activity a header, and sees what comes of it.</summary>
    private sealed class HeaderInterceptor : IWorkerInterceptor
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) => new Inbound(nextInterceptor);

        public ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) => new ActivityInbound(this, nextInterceptor);

        private sealed class Inbound(WorkflowInboundInterceptor next) : WorkflowInboundInterceptor(next)
        {
            public override void Init(WorkflowOutboundInterceptor outbound) => base.Init(new Outbound(outbound));
        }

        private sealed class Outbound(WorkflowOutboundInterceptor next) : WorkflowOutboundInterceptor(next)
        {
            public override Task<TResult> ScheduleLocalActivityAsync<TResult>(ScheduleLocalActivityInput input) =>
                base.ScheduleLocalActivityAsync<TResult>(input with
                {
                    Headers = new Dictionary<string, Payload>(StringComparer.Ordinal)
                    {
                        ["header"] = DataConverter.Default.PayloadConverter.ToPayload("in plain text"),
                    },
                });
        }

        private sealed class ActivityInbound(HeaderInterceptor owner, ActivityInboundInterceptor next) : ActivityInboundInterceptor(next)
        {
            public override Task<object?> ExecuteActivityAsync(ExecuteActivityInput input)
            {
                owner.Seen.Enqueue(DataConverter.Default.PayloadConverter.ToValue<string>(input.Headers!["header"]));
                return base.ExecuteActivityAsync(input);
            }
        }
    }

    private sealed class Recorder : IWorkerInterceptor
    {
        public ConcurrentQueue<string> Calls { get; } = new();

        public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) => new Inbound(this, nextInterceptor);

        public ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) => new ActivityInbound(this, nextInterceptor);

        private sealed class Inbound(Recorder recorder, WorkflowInboundInterceptor next) : WorkflowInboundInterceptor(next)
        {
            public override void Init(WorkflowOutboundInterceptor outbound) => base.Init(new Outbound(recorder, outbound));

            public override Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input)
            {
                recorder.Calls.Enqueue("workflow");
                return base.ExecuteWorkflowAsync(input);
            }

            public override Task HandleSignalAsync(HandleSignalInput input)
            {
                recorder.Calls.Enqueue($"signal {input.Signal}");
                return base.HandleSignalAsync(input);
            }

            public override object? HandleQuery(HandleQueryInput input)
            {
                recorder.Calls.Enqueue($"query {input.Query}");
                return base.HandleQuery(input);
            }
        }

        private sealed class Outbound(Recorder recorder, WorkflowOutboundInterceptor next) : WorkflowOutboundInterceptor(next)
        {
            public override Task<TResult> ScheduleActivityAsync<TResult>(ScheduleActivityInput input)
            {
                recorder.Calls.Enqueue($"schedule {input.Activity}");
                return base.ScheduleActivityAsync<TResult>(input);
            }
        }

        private sealed class ActivityInbound(Recorder recorder, ActivityInboundInterceptor next) : ActivityInboundInterceptor(next)
        {
            public override Task<object?> ExecuteActivityAsync(ExecuteActivityInput input)
            {
                recorder.Calls.Enqueue($"activity {input.Activity.Name}");
                return base.ExecuteActivityAsync(input);
            }
        }
    }
}

public sealed class ScopedThing : IDisposable
{
    public bool Disposed { get; private set; }

    public void Dispose() => Disposed = true;
}

public sealed class ScopedActivities(ScopedThing mine, IServiceProvider provider)
{
    // By workflow: tests of both services use these side by side.
    private static readonly ConcurrentDictionary<string, ScopedThing> Seen = new(StringComparer.Ordinal);

    [Activity]
    public async Task<string> DescribeAsync()
    {
        await Task.Yield();
        var workflowId = ActivityExecutionContext.Current.Info.WorkflowId!;
        var first = Seen.TryGetValue(workflowId, out var before);
        Seen[workflowId] = mine;
        return string.Join(
            ", ",
            first && !ReferenceEquals(before, mine) ? "different" : "first",
            ReferenceEquals(provider.GetRequiredService<ScopedThing>(), mine) && ActivityScope.ServiceScope is not null ? "same" : "other",
            before is { Disposed: true } ? "disposed" : "alive");
    }
}

[Temporalio.Workflows.Workflow]
public class TwoScopesWorkflow
{
    [Temporalio.Workflows.WorkflowRun]
    public async Task<string> RunAsync()
    {
        var options = new Temporalio.Workflows.ActivityOptions { StartToCloseTimeout = TimeSpan.FromSeconds(10) };
        await Temporalio.Workflows.Workflow.ExecuteActivityAsync((ScopedActivities a) => a.DescribeAsync(), options);
        return await Temporalio.Workflows.Workflow.ExecuteActivityAsync((ScopedActivities a) => a.DescribeAsync(), options);
    }
}

[Collection(DevServiceGroup.Name)]
public sealed class CacheAndPathsOnRealServiceTests(DevServiceFixture service) : CacheAndPathConformance(service);
