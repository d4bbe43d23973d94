using System.Text;
using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Evidence;
using RealComponents;

namespace ActivityCore.Tests.Evidence;

/// <summary>A probe's answer and definitions that submit it.</summary>
internal static class Sample
{
    public const string WidgetId = "00000000-0000-4000-8000-000000000001";

    public const string Probe = """
        {"inventory":{"observed_at":"2026-06-15T08:00:00Z","environment":"production","repo_slug":"railiance-inventory",
          "summary":{"services":2,"services_failing":1,"endpoints":0,"endpoints_failing":0,"access_paths":0,"access_paths_failing":0,"backups":1,"backups_failing":1,"drift":1},
          "services":[{"service":"well","environment":"production","status":"running","ok":true,"observed_at":"2026-06-15T08:00:01Z"},
                      {"service":"ledger-api","environment":"production","status":"absent","ok":false,"reason":"Timeout","observed_at":"2026-06-15T08:00:02Z","body":"planted","headers":{"x":"planted"}}],
          "endpoints":[],"access_paths":[],
          "backups":[{"backup":"ledger-db-nightly","service":"ledger-api","verified":false,"age_hours":40.5,"reason":"TooOld","observed_at":"2026-06-15T08:00:00Z"}],
          "drift":[{"entity":"ledger-api","entity_kind":"service","drift":"missing","severity":"high","repo_slug":"railiance-inventory","detail":"It does not answer.","observed_at":"2026-06-15T08:00:00Z"}]}}
        """;

    public static async Task<EventTypeRegistry> EventTypesAsync() => (await EventTypeFolder.ReadAsync(Path.Combine(Repository.Root, "event-types"))).Registry;

    public static async Task<ActivityDefinition> DefinitionAsync(string evidence, string source = "ops-inventory")
    {
        var reading = await LoadAsync(evidence, source);
        Assert.Empty(reading.Problems);
        return reading.Definition!;
    }

    public static async Task<DefinitionReading> LoadAsync(string evidence, string source = "ops-inventory") => new DefinitionLoader(await EventTypesAsync()).Load("d.yaml", Encoding.UTF8.GetBytes($$$"""
        id: 5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11
        name: probe
        owner: tests
        trigger: [{ manual: true }]
        context: { inventory: { source: {{{source}}} } }
        rules: [{ id: r, emit: [{ title: t, target_repo: t }] }]
        evidence:
        {{{evidence}}}
        """));

    public static EvidenceSource Source(ActivityDefinition definition, string context = Probe) => new()
    {
        RunId = "act-5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11-abc",
        Definition = definition,
        Context = JsonElement.Parse(context),
        ObservedAt = new(2026, 6, 15, 8, 5, 0, TimeSpan.Zero),
    };

    public static EvidenceOptions Open { get; } = new()
    {
        StateHubUrl = new("http://state-hub.example"),
        InterHubUrl = new("http://inter-hub.example"),
        OpsHubKey = "planted-ops-hub-key-0123456789",
        InterHubIsOpen = true,
        WidgetMapping = new Dictionary<string, string>(StringComparer.Ordinal) { ["ops-service-observed"] = WidgetId },
    };
}
