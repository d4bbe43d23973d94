using Temporalio.Api.Common.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Client.Interceptors;
using Temporalio.Converters;
using Temporalio.Managed.Tests.Wire;

namespace Temporalio.Managed.Tests.Client;

/// <summary>What a client sends, looked at on a scripted peer.</summary>
public class ClientPipelineTests
{
    [Fact]
    public async Task Calls_ByExpression_SendAttributedNames()
    {
        await using var peer = await StartAsync();
        var client = await ConnectAsync(peer);
        var options = new WorkflowOptions("id", "queue");
        options.SignalWithStart<Greeting>(wf => wf.PokeAsync("now"));

        var handle = await client.StartWorkflowAsync((Greeting wf) => wf.RunAsync("Ada", 7), options);
        await handle.SignalAsync(wf => wf.PokeAsync("later"));
        await handle.QueryAsync(wf => wf.Count);
        await handle.QueryAsync(wf => wf.CountOf("x"));

        var start = SignalWithStartWorkflowExecutionRequest.Parser.ParseFrom(Request(peer, "SignalWithStartWorkflowExecution"));
        Assert.Equal(("Greeting", "poke-it", 2), (start.WorkflowType.Name, start.SignalName, start.Input.Payloads_.Count));
        var signal = SignalWorkflowExecutionRequest.Parser.ParseFrom(Request(peer, "SignalWorkflowExecution"));
        Assert.Equal(("poke-it", "\"later\""), (signal.SignalName, signal.Input.Payloads_.Single().Data.ToStringUtf8()));
        var queries = peer.Calls.Where(call => call.Method is "QueryWorkflow").Select(call => QueryWorkflowRequest.Parser.ParseFrom(call.Request[5..]).Query.QueryType);
        Assert.Equal("Count CountOf", string.Join(' ', queries));
    }

    [Fact]
    public async Task Interceptors_InOrder_WrapEachOtherAndMayAddHeaders()
    {
        await using var peer = await StartAsync();
        var seen = new List<string>();
        var client = await ConnectAsync(peer, options =>
        {
            options.Interceptors = [new Recorder("outer", seen), new Recorder("inner", seen)];
            options.DataConverter = DataConverter.Default with { PayloadCodec = new XorCodec() };
        });

        await client.StartWorkflowAsync("W", [], new("id", "queue"));

        Assert.Equal("outer inner", string.Join(' ', seen));
        var start = StartWorkflowExecutionRequest.Parser.ParseFrom(Request(peer, "StartWorkflowExecution"));
        Assert.Equal(XorCodec.Encoding, start.Header.Fields["inner"].Metadata["encoding"].ToStringUtf8());
    }

    [Fact]
    public async Task EagerStart_WithAFreeSlot_HandsTheTaskOver()
    {
        await using var peer = await StartAsync();
        var client = await ConnectAsync(peer);
        var slot = new Slot();
        var connection = (TemporalConnection)client.Connection;
        var registration = connection.EagerStarts.Register("default", "queue", () => slot);

        await client.StartWorkflowAsync("W", [], new("id", "queue") { RequestEagerStart = true });
        await client.StartWorkflowAsync("W", [], new("id", "other") { RequestEagerStart = true });
        await client.StartWorkflowAsync("W", [], new("id", "queue"));
        registration.Dispose();
        await client.StartWorkflowAsync("W", [], new("id", "queue") { RequestEagerStart = true });

        Assert.Equal("eager", slot.Accepted!.WorkflowType.Name);
        Assert.Equal(0, slot.Disposals);
        var asked = peer.Calls.Where(call => call.Method is "StartWorkflowExecution")
            .Select(call => StartWorkflowExecutionRequest.Parser.ParseFrom(call.Request[5..]).RequestEagerExecution);
        Assert.Equal([true, false, false, false], asked);
    }

    [Fact]
    public async Task EagerStart_NoTaskSentOrStartFailed_FreesTheSlot()
    {
        await using var peer = await StartAsync();
        var client = await ConnectAsync(peer);
        var slot = new Slot();
        using var registration = ((TemporalConnection)client.Connection).EagerStarts.Register("default", "queue", () => slot);
        var fails = false;
        peer.On("StartWorkflowExecution", call =>
        {
            if (!fails)
                return call.ReplyAsync(new StartWorkflowExecutionResponse { RunId = "run" });
            call.Fail(3, "bad");
            return Task.CompletedTask;
        });

        await client.StartWorkflowAsync("W", [], new("id", "queue") { RequestEagerStart = true });
        fails = true;
        await Assert.ThrowsAsync<Temporalio.Exceptions.RpcException>(
            () => client.StartWorkflowAsync("W", [], new("id", "queue") { RequestEagerStart = true }));

        Assert.Equal(2, slot.Disposals);
        Assert.Null(slot.Accepted);
    }

    [Fact]
    public async Task Calls_OfTheClient_AreRetriedByDefaultWithOneRequestId()
    {
        await using var peer = await StartAsync();
        var failures = 2;
        peer.On("StartWorkflowExecution", call =>
        {
            if (failures-- <= 0)
                return call.ReplyAsync(new StartWorkflowExecutionResponse { RunId = "run" });
            call.Fail(14, "busy");
            return Task.CompletedTask;
        });
        var client = await ConnectAsync(peer);

        var handle = await client.StartWorkflowAsync("W", [], new("id", "queue"));

        Assert.Equal("run", handle.ResultRunId);
        var ids = peer.Calls.Where(call => call.Method is "StartWorkflowExecution")
            .Select(call => StartWorkflowExecutionRequest.Parser.ParseFrom(call.Request[5..]).RequestId).ToList();
        Assert.Equal(3, ids.Count);
        Assert.Single(ids.Distinct(StringComparer.Ordinal));
    }

    private static async Task<GrpcPeer> StartAsync()
    {
        var peer = await GrpcPeer.StartAsync();
        peer.On("StartWorkflowExecution", call => call.ReplyAsync(new StartWorkflowExecutionResponse
        {
            RunId = "run",
            EagerWorkflowTask = StartWorkflowExecutionRequest.Parser.ParseFrom(call.Request[5..]).RequestEagerExecution
                ? new PollWorkflowTaskQueueResponse { WorkflowType = new() { Name = "eager" } }
                : null,
        }));
        peer.On("SignalWithStartWorkflowExecution", call => call.ReplyAsync(new SignalWithStartWorkflowExecutionResponse { RunId = "run" }));
        peer.On("SignalWorkflowExecution", call => call.ReplyAsync(new SignalWorkflowExecutionResponse()));
        var seven = new Payloads { Payloads_ = { DataConverter.Default.PayloadConverter.ToPayload(7) } };
        peer.On("QueryWorkflow", call => call.ReplyAsync(new QueryWorkflowResponse { QueryResult = seven }));
        return peer;
    }

    private static Task<TemporalClient> ConnectAsync(GrpcPeer peer, Action<TemporalClientConnectOptions>? configure = null)
    {
        var options = new TemporalClientConnectOptions(peer.Target);
        configure?.Invoke(options);
        return TemporalClient.ConnectAsync(options);
    }

    private static byte[] Request(GrpcPeer peer, string method) =>
        peer.Calls.Single(call => string.Equals(call.Method, method, StringComparison.Ordinal)).Request[5..];

    private sealed class Slot : EagerWorkflowStarts.ISlot
    {
        public PollWorkflowTaskQueueResponse? Accepted { get; private set; }

        public int Disposals { get; private set; }

        public void Accept(PollWorkflowTaskQueueResponse task) => Accepted = task;

        public void Dispose() => Disposals++;
    }

    private sealed class Recorder(string name, List<string> seen) : IClientInterceptor
    {
        public ClientOutboundInterceptor InterceptClient(ClientOutboundInterceptor nextInterceptor) => new Outbound(nextInterceptor, name, seen);

        private sealed class Outbound(ClientOutboundInterceptor next, string name, List<string> seen) : ClientOutboundInterceptor(next)
        {
            public override Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(StartWorkflowInput input)
            {
                seen.Add(name);
                var headers = new Dictionary<string, Payload>(input.Headers ?? new Dictionary<string, Payload>(StringComparer.Ordinal), StringComparer.Ordinal)
                {
                    [name] = DataConverter.Default.PayloadConverter.ToPayload(name),
                };
                return Next.StartWorkflowAsync<TWorkflow, TResult>(input with { Headers = headers });
            }
        }
    }
}
