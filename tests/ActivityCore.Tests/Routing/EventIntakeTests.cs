using System.Text;
using ActivityCore.Events;
using ActivityCore.Routing;
using ActivityCore.Storage;
using ActivityCore.Tests.Runs;
using Temporalio.Exceptions;

namespace ActivityCore.Tests.Routing;

public sealed class EventIntakeTests
{
    private readonly RecordingService _service = new();

    [Fact]
    public async Task AcceptAsync_NewEnvelope_IsStoredAndRouted()
    {
        await using var engine = await StartAsync();
        var envelope = Engine.Event("thing.happened");

        var result = await engine.Intake.AcceptAsync(EnvelopeWriter.Write(envelope), "test");

        Assert.Equal(envelope.Id, Assert.IsType<IntakeResult.Accepted>(result).Event.Envelope.Id);
        await WaitUntilRoutedAsync(engine, envelope);
        Assert.Single(_service.StartedIds);
    }

    [Fact]
    public async Task AcceptAsync_Repeat_IsADuplicate()
    {
        await using var engine = await StartAsync();
        var envelope = Engine.Event("thing.happened");
        await engine.Intake.AcceptAsync(envelope, "test");

        var same = await engine.Intake.AcceptAsync(envelope, "test");
        var other = await engine.Intake.AcceptAsync(envelope with { Type = "thing.else" }, "test");

        Assert.False(Assert.IsType<IntakeResult.Duplicate>(same).HasOtherContent);
        Assert.True(Assert.IsType<IntakeResult.Duplicate>(other).HasOtherContent);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"id":"x","type":"thing.happened","timestamp":"2026-03-01T12:00:00Z"}""")]
    public async Task AcceptAsync_NoEnvelope_IsRefusedWithAReason(string text)
    {
        await using var engine = await StartAsync();

        var result = await engine.Intake.AcceptAsync(Encoding.UTF8.GetBytes(text), "test");

        Assert.NotEmpty(Assert.IsType<IntakeResult.Refused>(result).Reason);
        Assert.Empty((await engine.Events.ListAsync(new(), new())).Items);
    }

    [Fact]
    public async Task Pump_ServiceIsDown_RoutesWhenItIsBack()
    {
        await using var engine = await StartAsync();
        _service.BeDown(starts: 2);
        var envelope = Engine.Event("thing.happened");

        await engine.Intake.AcceptAsync(envelope, "test");

        await WaitUntilRoutedAsync(engine, envelope);
        Assert.Equal(3, _service.Attempts);
        Assert.Single(_service.StartedIds);
    }

    [Fact]
    public async Task Pump_EventsLeftByAnotherProcess_AreFound()
    {
        await using var engine = await Engine.CreateAsync(_service.Client);
        await engine.DefineAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));
        var envelopes = Enumerable.Range(0, 250).Select(_ => Engine.Event("thing.happened")).ToList();
        foreach (var envelope in envelopes)
        {
            await engine.Events.AddAsync(envelope, "test", []);
        }

        await engine.StartAsync();

        foreach (var envelope in envelopes)
        {
            await WaitUntilRoutedAsync(engine, envelope);
        }

        Assert.Equal(envelopes.Count, _service.StartedIds.Count);
    }

    [Fact]
    public async Task Pump_RequestLeftPendingByACrash_IsStarted()
    {
        var time = new ShiftedTime();
        await using var engine = await Engine.CreateAsync(_service.Client, time: time);
        await engine.DefineAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));
        _service.BeDown(starts: 1);
        await Assert.ThrowsAsync<RpcException>(() => engine.Commands.StartManualAsync(engine.Catalog.Find("alpha")!, "ticket-1"));
        var left = Assert.Single(await engine.AllRunsAsync());

        time.Shift = TimeSpan.FromMinutes(1);
        await engine.StartAsync();

        await engine.WaitForAsync(left.RunId, RunState.Running);
        Assert.Equal([left.RunId], _service.StartedIds);
    }

    private static async Task WaitUntilRoutedAsync(Engine engine, EventEnvelope envelope)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await engine.Events.FindAsync(envelope.Publisher, envelope.Id))?.State != EventState.Routed)
        {
            await Task.Delay(25, limit.Token);
        }
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }

    private async Task<Engine> StartAsync()
    {
        var engine = await Engine.CreateAsync(_service.Client);
        await engine.DefineAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));
        await engine.StartAsync();
        return engine;
    }
}
