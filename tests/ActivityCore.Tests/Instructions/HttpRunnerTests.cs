using System.Text;
using ActivityCore.Http;
using ActivityCore.Instructions;
using ActivityCore.Tests.Tasks;
using Microsoft.AspNetCore.Http;

namespace ActivityCore.Tests.Instructions;

/// <summary>A real server.</summary>
public sealed class HttpRunnerTests
{
    private const string Secret = "planted+secret/0123456789";

    [Fact]
    public async Task RunAsync_Request_CarriesKeyBodyAndCredential()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Answer = (context, _) => context.Response.WriteAsync($"[\"{context.Request.QueryString}\"]");
        var plan = Instruct.Plan(
            """http: { endpoint: it, path: "scans/{{ event.attributes.repo }}", query: { deep: "a&b" }, headers: { X-Cause: "{{ event.id }}" }, body: { repo: "{{ event.attributes.repo }}" } }""",
            """{"repo":"a/b"}""");

        var done = Assert.IsType<InstructionOutcome.Succeeded>(await RunAsync(receiver, plan));

        Assert.Equal("[\"?deep=a%26b\"]", Encoding.UTF8.GetString(done.Result.Span));
        var request = Assert.Single(receiver.Requests);
        Assert.Equal(("/scans/a%2Fb", """{"repo":"a/b"}"""), (request.Path, request.Body));
        Assert.Equal((plan.Key, $"Bearer {Secret}", "0b7f9c1e-2f6e-4c58-8a49-3a1b6f0d2c11"), (request.Headers["Idempotency-Key"], request.Headers["Authorization"], request.Headers["X-Cause"]));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(401)]
    public async Task RunAsync_Outage_IsTriedAgainWhenTheReceiverSays(int status)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(status, "", headers: ("Retry-After", "7"));

        var retry = Assert.IsType<InstructionOutcome.Retry>(await RunAsync(receiver, Instruct.Plan("http: { endpoint: it }")));

        Assert.Equal((TimeSpan.FromSeconds(7), false), (retry.After, retry.MayBeDone));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task RunAsync_ReceiverBroken_MayBeDone(int status)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(status, "");

        Assert.True(Assert.IsType<InstructionOutcome.Retry>(await RunAsync(receiver, Instruct.Plan("http: { endpoint: it }"))).MayBeDone);
    }

    [Fact]
    public async Task RunAsync_HeaderOfAnUnusualValue_IsSentAsItIs()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(200, "[]");

        Assert.IsType<InstructionOutcome.Succeeded>(await RunAsync(receiver, Instruct.Plan("http: { endpoint: it, headers: { If-Modified-Since: ever } }")));

        Assert.Equal("ever", Assert.Single(receiver.Requests).Headers["If-Modified-Since"]);
    }

    [Theory]
    [InlineData(302, "it answered 302: it redirects, and redirects are not followed; check the endpoint's url")]
    [InlineData(422, "it answered 422: no such repository, Bearer [redacted]")]
    public async Task RunAsync_Refusal_IsNotTriedAgain(int status, string reason)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(status, $"no such repository, Bearer {Secret}", headers: ("Location", "http://127.0.0.1:1/"));

        var failed = Assert.IsType<InstructionOutcome.Failed>(await RunAsync(receiver, Instruct.Plan("http: { endpoint: it }")));

        Assert.Equal(reason, failed.Reason);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task RunAsync_AnswerThatRepeatsTheCredential_IsMaskedHoweverItIsEscaped()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(200, $$"""{"a":"{{Secret}}","b":"{{System.Text.Json.JsonEncodedText.Encode(Secret)}}","c":"{{Uri.EscapeDataString(Secret)}}"}""");

        var done = Assert.IsType<InstructionOutcome.Succeeded>(await RunAsync(receiver, Instruct.Plan("http: { endpoint: it }")));

        Assert.Equal("""{"a":"[redacted]","b":"[redacted]","c":"[redacted]"}""", done.Output);
    }

    [Fact]
    public async Task RunAsync_NobodyThere_MayBeDone()
    {
        var endpoint = new HttpEndpoint { Name = "it", Address = new($"http://127.0.0.1:{RealComponents.LoopbackPort.Free()}"), Methods = ["POST"], AllowPrivate = true };
        using var endpoints = new HttpEndpoints([endpoint], TimeProvider.System);

        var outcome = await new HttpRunner(endpoints).RunAsync(Instruct.Call(Instruct.Plan("http: { endpoint: it }")), TestContext.Current.CancellationToken);

        Assert.True(Assert.IsType<InstructionOutcome.Retry>(outcome).MayBeDone);
    }

    [Theory]
    [InlineData("http: { endpoint: other }", "The endpoint `other` is not known to this worker: add it to the file that HTTP_ENDPOINTS_FILE names, with the method POST, and start the worker again.")]
    [InlineData("http: { endpoint: it, method: DELETE }", "it is set up for POST and not for DELETE.")]
    public async Task RunAsync_NotAllowed_NamesTheCureAndSendsNothing(string instruction, string reason)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();

        Assert.Equal(reason, Assert.IsType<InstructionOutcome.Failed>(await RunAsync(receiver, Instruct.Plan(instruction))).Reason);
        Assert.Empty(receiver.Requests);
    }

    private static async Task<InstructionOutcome> RunAsync(ScriptedReceiver receiver, PlannedInstruction plan)
    {
        var endpoint = new HttpEndpoint { Name = "it", Address = receiver.Address, Methods = ["POST"], AllowPrivate = true, Credential = new("Authorization", "Bearer", Secret) };
        using var endpoints = new HttpEndpoints([endpoint], TimeProvider.System);
        return await new HttpRunner(endpoints).RunAsync(Instruct.Call(plan), TestContext.Current.CancellationToken);
    }
}
