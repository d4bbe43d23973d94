using System.Text.Json;
using ActivityCore.Evidence;
using ActivityCore.Sandbox;
using ActivityCore.Sandbox.InterHub;

namespace ActivityCore.Tests.Evidence;

public sealed class InterHubSinkTests : EvidenceSinkConformance
{
    protected override string SinkName => EvidenceSinks.InterHub;

    // The sink looks at the widgets first; it knows this one as the payload's.
    protected override string? Prelude => $$"""{"data":[{"id":"{{Sample.WidgetId}}","status":"active"}]}""";

    protected override Task<JsonElement> PrepareAsync(SandboxHost sandbox, string key)
    {
        var widget = Widget("card", "active", "cap") with { Id = Guid.Parse(Sample.WidgetId) };
        sandbox.InterHub.Widgets[widget.Id] = widget;
        return Task.FromResult(Payload("ops-service-observed", $"\"widgetId\":\"{Sample.WidgetId}\"", key));
    }

    protected override int Arrived(SandboxHost sandbox) => sandbox.InterHub.Events.Count;

    [Fact]
    public async Task SendAsync_Capability_FindsItsActiveWidgetAcrossPages()
    {
        await using var sandbox = await SandboxHost.StartAsync(new() { OpsHubKey = Secret });
        foreach (var n in Enumerable.Range(0, 120))
        {
            Add(sandbox, Widget($"a-{n:000}", "active", $"cap-{n}"));
        }

        Add(sandbox, Widget("y", "deprecated", "drift-board"));
        var wanted = Add(sandbox, Widget("z", "active", "drift-board"));

        var result = await Sink(sandbox.Address).SendAsync("key-1", Payload("ops-inventory-drift", "\"capabilityRef\":\"drift-board\""), maybeThere: false);

        Assert.IsType<EvidenceResult.Submitted>(result);
        var arrived = Assert.Single(sandbox.InterHub.Events);
        Assert.Equal(wanted.Id, arrived.WidgetId);
        Assert.Equal("production", arrived.ViewContextRef);
        Assert.Equal("2026-06-15T08:00:00Z", arrived.Metadata!.Value.GetProperty("attributes").GetProperty("observed_at").GetString());
    }

    [Theory]
    [InlineData("\"widgetId\":\"00000000-0000-4000-8000-0000000000ff\"", EvidenceStatus.UnknownWidget)]
    [InlineData("\"widgetId\":\"00000000-0000-4000-8000-000000000002\"", EvidenceStatus.WidgetNotActive)]
    [InlineData("\"capabilityRef\":\"nothing\"", EvidenceStatus.UnknownCapability)]
    [InlineData("\"capabilityRef\":\"old\"", EvidenceStatus.WidgetNotActive)]
    public async Task SendAsync_NoUsableWidget_IsRejectedBeforeItIsSent(string target, string status)
    {
        await using var sandbox = await SandboxHost.StartAsync(new() { OpsHubKey = Secret });
        Add(sandbox, Widget("old", "draft", "old") with { Id = Guid.Parse("00000000-0000-4000-8000-000000000002") });

        var result = await Sink(sandbox.Address).SendAsync("key-1", Payload("ops-service-observed", target), maybeThere: false);

        Assert.Equal(status, Assert.IsType<EvidenceResult.Rejected>(result).Status);
        Assert.Empty(sandbox.InterHub.Events);
    }

    [Theory]
    [InlineData("ops-undeclared", "Inter-Hub answered POST interaction-events with 422: eventType ops-undeclared is not declared by the active manifest")]
    [InlineData("ops-unregistered", "Inter-Hub answered POST interaction-events with 422: eventType ops-unregistered is not in event_type_registry")]
    public async Task SendAsync_TypeThatTheHubDoesNotTake_IsRejectedWithItsWords(string type, string reason)
    {
        await using var sandbox = await SandboxHost.StartAsync(new() { OpsHubKey = Secret });
        await PrepareAsync(sandbox, "key-1");

        var result = await Sink(sandbox.Address).SendAsync("key-1", Payload(type, $"\"widgetId\":\"{Sample.WidgetId}\""), maybeThere: false);

        Assert.Equal(new EvidenceResult.Rejected(EvidenceStatus.Refused, reason), result);
    }

    [Fact]
    public async Task SendAsync_WrongKey_IsTriedAgainAndNotRepeated()
    {
        await using var sandbox = await SandboxHost.StartAsync(new() { OpsHubKey = "another" });
        var payload = await PrepareAsync(sandbox, "key-1");

        Assert.Equal("Inter-Hub answered GET widgets with 401: invalid or missing API key", Assert.IsType<EvidenceResult.Retry>(await Sink(sandbox.Address).SendAsync("key-1", payload, maybeThere: false)).Reason);
    }

    private static JsonElement Payload(string type, string target, string key = "key-1") => JsonElement.Parse($$$$"""
        {"eventType":"{{{{type}}}}",{{{{target}}}},"viewContext":"production","metadata":{"attributes":{"observed_at":"2026-06-15T08:00:00Z"},"activity_core":{"idempotency_key":"{{{{key}}}}"}}}
        """);

    private static Widget Add(SandboxHost sandbox, Widget widget)
    {
        sandbox.InterHub.Widgets[widget.Id] = widget;
        return widget;
    }

    private static Widget Widget(string name, string status, string capability) => new()
    {
        Id = Guid.NewGuid(),
        HubId = "ops-hub",
        Name = name,
        WidgetType = "ops-service-card",
        PolicyScope = "ops-evidence",
        Status = status,
        CapabilityRef = capability,
    };
}
