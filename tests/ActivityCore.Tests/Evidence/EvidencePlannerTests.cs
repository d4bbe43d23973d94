using System.Text.Json;
using ActivityCore.Evidence;

namespace ActivityCore.Tests.Evidence;

public sealed class EvidencePlannerTests
{
    private const string Both = """
          - { sink: state-hub-progress, context: inventory }
          - { sink: inter-hub, context: inventory, event_type: ops-service-observed }
        """;

    [Fact]
    public async Task Plan_Progress_IsCompactAndSaysWhatIsNotWellFirst()
    {
        var progress = Assert.Single(await PlanAsync("  - { sink: state-hub-progress, context: inventory }", Sample.Open));

        var detail = progress.Payload.GetProperty("detail");
        Assert.Equal("ops_inventory_probe", progress.Payload.GetProperty("event_type").GetString());
        Assert.Equal("act-5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11-abc", detail.GetProperty("activity_core_run_id").GetString());
        Assert.Equal("inventory", detail.GetProperty("context_key").GetString());
        Assert.Equal(progress.Key, detail.GetProperty("idempotency_key").GetString());
        Assert.Equal("2026-06-15T08:00:00Z", detail.GetProperty("observed_at").GetString());
        Assert.Equal(["ledger-api", "well"], detail.GetProperty("services").EnumerateArray().Select(s => s.GetProperty("service").GetString()!));
        Assert.Equal(1, detail.GetProperty("summary").GetProperty("drift").GetInt32());
        Assert.DoesNotContain("planted", progress.Payload.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_InterHubOpen_HasOneEventForEachEntity()
    {
        var planned = await PlanAsync("""
              - sink: inter-hub
                context: inventory
                event_type: ops-service-observed
                view_context: production
                widget_mapping: { ops-service-observed/ledger-api: 00000000-0000-4000-8000-00000000000a }
              - sink: inter-hub
                context: inventory
                event_type: ops-inventory-drift
                capability_mapping: { ops-inventory-drift: drift-board }
            """, Sample.Open);

        Assert.Equal(["well", "ledger-api", "service/ledger-api"], planned.Select(p => p.Entity));
        Assert.All(planned, p => Assert.Equal((EvidenceSinks.InterHub, EvidenceState.Pending, null), (p.Sink, p.State, p.Status)));
        // The setting's mapping takes what the definition's leaves.
        Assert.Equal([Sample.WidgetId, "00000000-0000-4000-8000-00000000000a"], planned.Take(2).Select(p => p.Payload.GetProperty("widgetId").GetString()!));
        Assert.Equal("drift-board", planned[2].Payload.GetProperty("capabilityRef").GetString());
        var payload = planned[1].Payload;
        Assert.Equal(("ops-service-observed", "production"), (payload.GetProperty("eventType").GetString(), payload.GetProperty("viewContext").GetString()));
        Assert.Equal("""{"service":"ledger-api","environment":"production","status":"absent","reason":"Timeout","ok":false,"observed_at":"2026-06-15T08:00:02Z"}""", payload.GetProperty("metadata").GetProperty("attributes").GetRawText());
        Assert.Equal(3, planned.Select(p => p.Key).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(false, true, EvidenceStatus.InterHubSinkDeferred)]
    [InlineData(true, false, EvidenceStatus.MissingInterHubConfig)]
    public async Task Plan_GateClosed_DefersAndStateHubStandsInOnce(bool open, bool configured, string status)
    {
        var options = Sample.Open with { InterHubIsOpen = open, OpsHubKey = configured ? "key" : null };

        var alone = await PlanAsync("""
              - { sink: inter-hub, context: inventory, event_type: ops-service-observed }
              - { sink: inter-hub, context: inventory, event_type: ops-backup-verified }
            """, options);
        var beside = await PlanAsync(Both, options);

        Assert.Equal([(EvidenceSinks.InterHub, EvidenceState.Deferred, status), (EvidenceSinks.InterHub, EvidenceState.Deferred, status), (EvidenceSinks.StateHubProgress, EvidenceState.Pending, null)], alone.Select(Of));
        Assert.Equal([(EvidenceSinks.StateHubProgress, EvidenceState.Pending, null), (EvidenceSinks.InterHub, EvidenceState.Deferred, status)], beside.Select(Of));
    }

    [Fact]
    public async Task Plan_WhatCannotBeSent_SaysWhy()
    {
        var undeclared = await PlanAsync(Both, Sample.Open with { ManifestEventTypes = ["ops-backup-verified"] });
        var unmapped = await PlanAsync("  - { sink: inter-hub, context: inventory, event_type: ops-backup-verified }", Sample.Open);
        var noStateHub = await PlanAsync(Both, Sample.Open with { StateHubUrl = null });
        var skipped = await PlanAsync(Both, Sample.Open, "{}");

        Assert.Equal((EvidenceSinks.InterHub, EvidenceState.Rejected, EvidenceStatus.UndeclaredEventType), Of(undeclared[1]));
        Assert.Equal((EvidenceSinks.InterHub, EvidenceState.Rejected, EvidenceStatus.NoWidgetMapped), Of(unmapped[0]));
        Assert.Equal((EvidenceSinks.StateHubProgress, EvidenceState.Deferred, EvidenceStatus.MissingStateHubConfig), Of(noStateHub[0]));
        Assert.All(skipped, p => Assert.Equal((EvidenceState.Deferred, EvidenceStatus.ContextMissing), (p.State, p.Status!)));
    }

    [Fact]
    public async Task Plan_Twice_IsTheSameToTheByte()
    {
        var first = await PlanAsync(Both, Sample.Open);
        var second = await PlanAsync(Both, Sample.Open);

        Assert.Equal(first.Select(p => (p.Key, p.Payload.GetRawText())), second.Select(p => (p.Key, p.Payload.GetRawText())));
    }

    /// <summary>Secrets of every shape, where facts stand: in allowed members, in others, as query strings, headers and tokens.</summary>
    [Theory]
    [InlineData("reason", "Bearer planted0123456789abcdef")]
    [InlineData("reason", "GET https://host/path?token=planted0123456789")]
    [InlineData("status", "password=planted0123456789")]
    [InlineData("environment", "postgres://user:planted0123456789@db/x")]
    [InlineData("service", "planted0123456789ABCDEFplanted0123")]
    [InlineData("status", "eyJhbGciOiJIUzI1NiJ9.eyJwbGFudGVkIjoxfQ.planted0123456789")]
    [InlineData("api_key", "planted0123456789")]
    [InlineData("Authorization", "planted0123456789")]
    [InlineData("url", "https://host/?planted0123456789")]
    [InlineData("observed_at", "planted0123456789planted0123456789")]
    public async Task Plan_PlantedSecret_IsInNoPayload(string member, string value)
    {
        var services = JsonSerializer.Serialize(new[] { new Dictionary<string, object> { ["service"] = "a", [member] = value } });

        var planned = await PlanAsync(Both, Sample.Open, $$$"""{"inventory":{"services":{{{services}}},"raw":"planted"}}""");

        Assert.Equal(2, planned.Count);
        Assert.All(planned, p => Assert.DoesNotContain("planted", p.Payload.GetRawText() + p.Entity + p.Reason, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<PlannedEvidence>> PlanAsync(string evidence, EvidenceOptions options, string context = Sample.Probe) =>
        new EvidencePlanner(options, await Sample.EventTypesAsync()).Plan(Sample.Source(await Sample.DefinitionAsync(evidence), context));

    private static (string, EvidenceState, string?) Of(PlannedEvidence planned) => (planned.Sink, planned.State, planned.Status);
}
