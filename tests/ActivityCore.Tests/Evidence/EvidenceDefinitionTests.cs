using ActivityCore.Definitions;

namespace ActivityCore.Tests.Evidence;

public sealed class EvidenceDefinitionTests
{
    [Fact]
    public async Task Load_ForTheInventory_KnowsListAndKey()
    {
        var definition = await Sample.DefinitionAsync("""
              - { sink: state-hub-progress, context: inventory }
              - { sink: inter-hub, context: inventory, event_type: ops-backup-verified, capability_mapping: { ops-backup-verified/ledger: backups } }
            """);

        Assert.Equal(("ops_inventory_probe", null), (definition.Evidence[0].EventType, definition.Evidence[0].Items));
        Assert.Equal(("backups", "backup", "backups"), (definition.Evidence[1].Items, definition.Evidence[1].Key, definition.Evidence[1].CapabilityMapping["ops-backup-verified/ledger"]));
    }

    [Theory]
    [InlineData("{ sink: smoke-signal, context: inventory }", "8:13: error: `sink` is `smoke-signal` and must be one of state-hub-progress, inter-hub.")]
    [InlineData("{ sink: state-hub-progress, context: inventry }", "8:42: error: `context` is `inventry`, which is not under `context` of this definition; did you mean `inventory`?")]
    [InlineData("{ sink: inter-hub, context: inventory }", "8:5: error: Evidence for inter-hub needs the key `event_type`: a type of event-types/ that ops-hub's manifest declares, such as ops-service-observed.")]
    [InlineData("{ sink: inter-hub, context: inventory, event_type: ops-service-observd }", "8:56: error: `event_type` is `ops-service-observd`, which no file in event-types/ declares; did you mean `ops-service-observed`?")]
    [InlineData("{ sink: inter-hub, context: inventory, event_type: ops_inventory_probe }", "8:56: error: `event_type` is `ops_inventory_probe`, which no file in event-types/ declares; did you mean `ops-inventory-drift`?")]
    [InlineData("{ sink: inter-hub, context: inventory, event_type: ops-service-observed, widget_mapping: { ops-service-observed: card-1 } }", "8:118: error: `ops-service-observed` is `card-1` and must be a widget's UUID, as GET /api/v2/widgets gives it.")]
    [InlineData("{ sink: inter-hub, context: inventory, event_type: ops-service-observed, capability_mapping: { ops-backup-verified: c } }", "8:100: error: `capability_mapping` has `ops-backup-verified`, and this entry is about ops-service-observed: write ops-service-observed or ops-service-observed/ENTITY.")]
    [InlineData("{ sink: state-hub-progress, context: inventory, view_context: x }", "8:53: error: `view_context` belongs to evidence for inter-hub, and this is for state-hub-progress: take it out.")]
    [InlineData("{ sink: state-hub-progress, context: inventory, colour: red }", "8:53: error: Unknown key `colour` in an evidence entry: it takes sink, context, event_type, items, key, view_context, widget_mapping, capability_mapping.")]
    [InlineData("{ sink: state-hub-progress, context: inventory }\n  - { sink: state-hub-progress, context: inventory, event_type: ops_inventory_probe }", "9:5: error: This evidence is already on line 8: keep one of the two.")]
    public async Task Load_Fault_NamesPlaceAndCure(string entry, string expected)
    {
        var reading = await Sample.LoadAsync($"  - {entry}");

        Assert.Null(reading.Definition);
        Assert.Equal($"d.yaml:{expected}", Assert.Single(reading.Problems, p => p.Severity == ProblemSeverity.Error).ToString());
    }

    /// <summary>A worker without the folder can read what the router has checked.</summary>
    [Fact]
    public void Load_NoEventTypesAtAll_WarnsAndReads()
    {
        var bytes = File.ReadAllBytes(Path.Combine(RealComponents.Repository.Root, "activity-definitions", "ops-inventory-probe.yaml"));

        var reading = new DefinitionLoader(ActivityCore.Events.EventTypeRegistry.Empty).Load("d.yaml", bytes);

        Assert.Equal(6, reading.Definition!.Evidence.Count);
        Assert.All(reading.Problems, problem => Assert.Equal(ProblemSeverity.Warning, problem.Severity));
    }

    [Theory]
    [InlineData("{ sink: state-hub-progress, context: inventory }", "8:5: error: Evidence about a context that is no ops-inventory needs the key `event_type`: a type of event-types/, whose attributes say what may be sent.")]
    [InlineData("{ sink: state-hub-progress, context: inventory, event_type: ops_inventory_probe }", "8:65: error: `event_type` ops_inventory_probe is for a context whose source is ops-inventory, and this one's is state-hub.repos: name a type of event-types/.")]
    public async Task Load_AnotherSource_HasNoProbe(string entry, string expected)
    {
        var reading = await Sample.LoadAsync($"  - {entry}", "state-hub.repos");

        Assert.Equal($"d.yaml:{expected}", Assert.Single(reading.Problems).ToString());
    }
}
