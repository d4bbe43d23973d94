using System.Text.Json;
using ActivityCore.Evidence;
using ActivityCore.Sandbox;
using ActivityCore.Tests.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Tests.Evidence;

/// <summary>What every evidence sink does, against the stand-in of its receiver and against one that misbehaves, over real HTTP.</summary>
public abstract class EvidenceSinkConformance
{
    protected const string Secret = "planted-ops-hub-key-0123456789";

    /// <summary>Prepares the stand-in and gives a payload that it takes.</summary>
    protected abstract Task<JsonElement> PrepareAsync(SandboxHost sandbox, string key);

    /// <summary>What a misbehaving receiver needs to answer before the payload is sent to it, or null.</summary>
    protected abstract string? Prelude { get; }

    protected abstract string SinkName { get; }

    /// <summary>How many arrived at the stand-in.</summary>
    protected abstract int Arrived(SandboxHost sandbox);

    [Fact]
    public async Task SendAsync_ToTheStandIn_IsThereWithItsReference()
    {
        await using var sandbox = await StartAsync();
        var payload = await PrepareAsync(sandbox, "key-1");

        var result = await Sink(sandbox.Address).SendAsync("key-1", payload, maybeThere: false);

        Assert.True(Guid.TryParse(Assert.IsType<EvidenceResult.Submitted>(result).Reference, out _));
        Assert.Equal(1, Arrived(sandbox));
    }

    [Fact]
    public async Task SendAsync_MaybeThere_IsFoundAndNotSentTwice()
    {
        await using var sandbox = await StartAsync();
        var payload = await PrepareAsync(sandbox, "key-1");
        var other = await PrepareAsync(sandbox, "key-2");
        var first = await Sink(sandbox.Address).SendAsync("key-1", payload, maybeThere: true);

        var again = await Sink(sandbox.Address).SendAsync("key-1", payload, maybeThere: true);
        await Sink(sandbox.Address).SendAsync("key-2", other, maybeThere: true);

        Assert.Equal(first, again);
        Assert.Equal(2, Arrived(sandbox));
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(201, false)]
    [InlineData(301, false)]
    [InlineData(400, false)]
    [InlineData(401, true)]
    [InlineData(404, false)]
    [InlineData(409, true)]
    [InlineData(422, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task SendAsync_Answers_AreOfOneClassEach(int status, bool retried)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        Answer(receiver, status, $$"""{"error":"no: Bearer {{Secret}}, token=planted0123"}""");

        var result = await SendAsync(receiver);

        switch (result)
        {
            case EvidenceResult.Submitted:
                Assert.InRange(status, 200, 299);
                break;
            case EvidenceResult.Retry retry:
                Assert.True(retried);
                Assert.Equal(TimeSpan.FromSeconds(7), retry.After);
                break;
            case EvidenceResult.Rejected rejected:
                Assert.False(retried || status < 300);
                Assert.Equal(EvidenceStatus.Refused, rejected.Status);
                Assert.Contains($"with {status}: no: ", rejected.Reason, StringComparison.Ordinal);
                break;
        }

        Assert.DoesNotContain("planted", result.ToString(), StringComparison.Ordinal);
        Assert.All(receiver.Requests, request => Assert.DoesNotContain("evil", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendAsync_NobodyThere_IsTriedAgain()
    {
        var result = await Sink(new("http://127.0.0.1:1")).SendAsync("key-1", await PayloadAsync(), maybeThere: false);

        Assert.Contains("cannot be reached (ConnectionRefused)", Assert.IsType<EvidenceResult.Retry>(result).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_AnswerThatIsNoJson_IsTakenAsAccepted()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        Answer(receiver, 202, "thanks");

        Assert.Equal("accepted with 202", Assert.IsType<EvidenceResult.Submitted>(await SendAsync(receiver)).Reference);
    }

    /// <summary>The idempotency key goes along, for receivers that honour it.</summary>
    [Fact]
    public async Task SendAsync_Always_CarriesTheKey()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        Answer(receiver, 201, "{}");

        await SendAsync(receiver);

        Assert.Equal("key-1", receiver.Requests.Last().Headers["Idempotency-Key"]);
    }

    protected IEvidenceSink Sink(Uri address) => new ServiceCollection()
        .AddSingleton(TimeProvider.System).AddSingleton(ActivityCore.Events.EventTypeRegistry.Empty).AddLogging()
        .AddSingleton(new ActivityCore.Http.HttpEndpoints([], TimeProvider.System))
        .AddEvidence(new() { StateHubUrl = address, InterHubUrl = address, OpsHubKey = Secret })
        .BuildServiceProvider().GetServices<IEvidenceSink>().Single(sink => sink.Name == SinkName);

    private async Task<EvidenceResult> SendAsync(ScriptedReceiver receiver) => await Sink(receiver.Address).SendAsync("key-1", await PayloadAsync(), maybeThere: false);

    private async Task<JsonElement> PayloadAsync()
    {
        await using var sandbox = await StartAsync();
        return await PrepareAsync(sandbox, "key-1");
    }

    private void Answer(ScriptedReceiver receiver, int status, string body) => receiver.Answer = async (context, _) =>
    {
        var isPrelude = Prelude is not null && context.Request.Method == "GET";
        context.Response.StatusCode = isPrelude ? 200 : status;
        context.Response.Headers.RetryAfter = "7";
        context.Response.Headers.Location = "/evil";
        await context.Response.WriteAsync(isPrelude ? Prelude! : body);
    };

    private static Task<SandboxHost> StartAsync() => SandboxHost.StartAsync(new() { OpsHubKey = Secret });
}
