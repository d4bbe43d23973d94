using ActivityCore.Cli.CommandLine;
using Nats.Lite;
using Nats.Lite.JetStream;
using RealComponents;

namespace ActivityCore.Cli.Tests.Events;

public sealed class SendOverNatsTests
{
    [Fact]
    public async Task Send_OverNats_StoresEachEnvelopeOnceAndRefusesTheRest()
    {
        await using var server = await NatsServer.StartAsync();
        using var folder = new TemporaryFolder();
        var file = folder.File("events.jsonl");
        await File.WriteAllLinesAsync(file, [Envelopes.RepoRegistered(Guid.NewGuid()), "{}"]);
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["NATS_URL"] = server.Url };

        var first = await CliRun.Async(environment, "events", "send", file, "--nats", "-o", "json");
        var again = await CliRun.Async(environment, "events", "send", file, "--nats", "-o", "json");

        Assert.Equal(["accepted", "refused"], first.Json.EnumerateArray().Select(row => row.GetProperty("result").GetString()));
        Assert.Equal(["duplicate", "refused"], again.Json.EnumerateArray().Select(row => row.GetProperty("result").GetString()));
        await using var connection = await NatsConnection.ConnectAsync(new NatsOptions { Url = server.Url });
        Assert.Equal(1, (await new JetStreamContext(connection).FindStreamAsync("ACTIVITY_EVENTS"))!.State.Messages);
    }

    [Fact]
    public async Task Send_OverNatsWithoutAnAddress_NamesTheSetting()
    {
        var run = await CliRun.Async("events", "send", "-", "--nats");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("NATS_URL is not set", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_OverNatsWithNobodyThere_IsUnreachable()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("events.jsonl");
        await File.WriteAllTextAsync(file, Envelopes.RepoRegistered(Guid.NewGuid()));

        var run = await CliRun.Async(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["NATS_URL"] = $"nats://127.0.0.1:{LoopbackPort.Free()}" }, "events", "send", file, "--nats");

        Assert.Equal(ExitCode.Unreachable, run.ExitCode);
    }
}
