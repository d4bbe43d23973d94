using System.Text;
using ActivityCore.Instructions;
using ActivityCore.Tests.Events.Nats;
using Nats.Lite;
using Nats.Lite.JetStream;

namespace ActivityCore.Tests.Instructions;

/// <summary>A real nats-server.</summary>
public sealed class NatsRunnerTests : IAsyncLifetime
{
    private NatsFixture _nats = null!;

    public async ValueTask InitializeAsync() => _nats = await NatsFixture.StartAsync();

    public ValueTask DisposeAsync() => _nats.DisposeAsync();

    [Fact]
    public async Task RunAsync_SameInstructionTwice_IsOneMessage()
    {
        await _nats.JetStream.CreateStreamAsync(new StreamConfig { Name = "JOBS", Subjects = ["ops.>"] });
        var plan = Instruct.Plan("""nats: { subject: "ops.rescan.{{ event.attributes.x }}", payload: { repo: "{{ event.attributes.x }}" } }""", """{"x":"a.b"}""");

        var first = Assert.IsType<InstructionOutcome.Succeeded>(await RunAsync(plan, "ops.rescan"));
        var second = Assert.IsType<InstructionOutcome.Succeeded>(await RunAsync(plan, "ops.rescan"));

        Assert.Equal(("nats:JOBS/1", "nats:JOBS/1"), (first.Reference, second.Reference));
        Assert.EndsWith(", from an earlier attempt", second.Summary, StringComparison.Ordinal);
        var message = Assert.Single(await _nats.ReadAsync("JOBS", 1));
        Assert.Equal(("ops.rescan.a%2Eb", plan.Key, """{"repo":"a.b"}"""), (message.Subject, message.Headers["Nats-Msg-Id"], Encoding.UTF8.GetString(message.Data.Span)));
    }

    [Theory]
    [InlineData("ops.rescanner.x", "ops.rescan")]
    [InlineData("org.statehub.repo.registered", "ops")]
    [InlineData("ops.rescan.x")]
    public async Task RunAsync_SubjectBelowNoAllowedPrefix_Fails(string subject, params string[] allowed)
    {
        var failed = Assert.IsType<InstructionOutcome.Failed>(await RunAsync(Instruct.Plan($"nats: {{ subject: {subject} }}"), allowed));

        Assert.Contains("add one to ACTIVITY_NATS_ALLOW", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoStreamListens_IsTriedAgain()
    {
        var retry = Assert.IsType<InstructionOutcome.Retry>(await RunAsync(Instruct.Plan("nats: { subject: ops.x }"), "ops"));

        Assert.Equal("no stream listens on ops.x: make one, or take the subject of one that is there", retry.Reason);
    }

    /// <summary>The message is out, and the server ends before its word comes.</summary>
    [Fact]
    public async Task RunAsync_ConnectionLostBeforeTheWord_MayBeDone()
    {
        await using var other = await NatsConnection.ConnectAsync(new NatsOptions { Url = _nats.Server.Url });
        var silent = await other.SubscribeAsync("ops.x");
        await other.FlushAsync(TestContext.Current.CancellationToken);
        var running = RunAsync(Instruct.Plan("nats: { subject: ops.x }"), "ops");
        await silent.ReadAsync(TestContext.Current.CancellationToken);
        await _nats.Server.KillAsync();

        Assert.True(Assert.IsType<InstructionOutcome.Retry>(await running.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken)).MayBeDone);
    }

    private Task<InstructionOutcome> RunAsync(PlannedInstruction plan, params string[] prefixes) =>
        new NatsRunner(_nats.Link, new([], [], prefixes), TimeProvider.System).RunAsync(Instruct.Call(plan), TestContext.Current.CancellationToken);
}
