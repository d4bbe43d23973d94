using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ActivityCore.Sandbox;

namespace ActivityCore.Demo.Rows;

/// <summary>Evidence goes to State Hub while Inter-Hub's gates are closed, and to Inter-Hub once its smoke has passed and a person has opened them; no secret goes anywhere.</summary>
internal sealed class EvidenceRow : IMissionRow
{
    private static readonly (string Type, string Widget)[] Widgets =
    [
        ("ops-service-observed", "ops-service-card"),
        ("ops-endpoint-verified", "ops-endpoint-card"),
        ("ops-access-path-checked", "ops-access-path-card"),
        ("ops-backup-verified", "ops-backup-card"),
        ("ops-inventory-drift", "ops-drift-card"),
    ];

    public string Id => "M10";

    public string What => "Evidence: state-hub-progress; Inter-Hub behind its gates";

    public async Task<string> SeeAsync(Stage stage)
    {
        var missing = await ProbeAsync(stage);
        var progress = stage.Sandbox.StateHub.Progress.Count(entry => entry.EventType == "ops_inventory_probe");
        MissionException.ThrowUnless(missing.Contains("missing_inter_hub_config", StringComparison.Ordinal) && progress > 0, $"{missing}; {progress} progress entries");

        var settings = new (string Name, string Value)[]
        {
            ("INTER_HUB_URL", stage.Sandbox.Address.ToString()),
            ("OPS_HUB_KEY", new SandboxOptions().OpsHubKey),
            ("OPS_HUB_WIDGET_MAPPING", await CreateWidgetsAsync(stage)),
        };
        await stage.RestartWorkerAsync(settings);
        var deferred = await ProbeAsync(stage);
        var smoke = await stage.JsonAsync("evidence", "smoke");
        var steps = string.Join(", ", smoke.EnumerateArray().GroupBy(step => step.GetProperty("result").GetString()).Select(group => $"{group.Count()} {group.Key}"));
        var refused = smoke.EnumerateArray().Single(step => step.GetProperty("result").GetString() == "refused");

        await stage.RestartWorkerAsync(("INTER_HUB_SUBMISSION", "live"));
        var before = stage.Sandbox.InterHub.Events.Count;
        var live = await ProbeAsync(stage);
        var arrived = stage.Sandbox.InterHub.Events.Skip(before).ToList();
        MissionException.ThrowUnless(deferred.Contains("inter_hub_sink_deferred", StringComparison.Ordinal), deferred);
        MissionException.ThrowUnless(
            arrived.Count > 0 && arrived.TrueForAll(entry => entry.Metadata!.Value.GetProperty("attributes").TryGetProperty("observed_at", out _)) && !live.Contains("deferred", StringComparison.Ordinal),
            $"{live}; {arrived.Count} interaction events");

        var planted = await PlantedAsync(stage);
        MissionException.ThrowUnless(planted == 0, $"the planted secret was found {planted} times");
        return $"gates closed: {missing}, State Hub has {progress} ops_inventory_probe; configured: {deferred}; smoke: {steps} ({refused.GetProperty("event_type").GetString()}: {refused.GetProperty("detail").GetString()}); "
            + $"open: {live}, {arrived.Count} interaction events with observed_at; the secret of the inventory's addresses arrived 0 times";
    }

    /// <summary>Plays the hourly probe and says what became of its evidence.</summary>
    private static async Task<string> ProbeAsync(Stage stage)
    {
        var run = (await stage.StartRunAsync("ops-inventory-probe")).GetProperty("run").GetProperty("run_id").GetString()!;
        // A run is completed before its evidence goes out.
        await stage.UntilAsync(
            "the evidence of the probe is settled",
            () => stage.QueryAsync<bool>("select count(*) > 0 and count(*) = count(finished_at) from evidence_log where run_id = @run", ("run", run)));
        return await stage.QueryAsync<string>(
            """
            select string_agg(line, ', ' order by line) from (
                select count(*) || ' ' || sink || ' ' || state || coalesce(' (' || status || ')', '') as line from evidence_log where run_id = @run group by sink, state, status) as lines
            """,
            ("run", run));
    }

    private static async Task<string> CreateWidgetsAsync(Stage stage)
    {
        using var client = new HttpClient { BaseAddress = stage.Sandbox.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", new SandboxOptions().OpsHubKey);
        var mapping = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (type, widget) in Widgets)
        {
            using var answer = await client.PostAsJsonAsync(
                new Uri("/api/v2/widgets", UriKind.Relative), new { hubId = "ops-hub", name = widget, widgetType = widget, policyScope = "ops-evidence" }, stage.Cancel);
            answer.EnsureSuccessStatusCode();
            mapping[type] = (await answer.Content.ReadFromJsonAsync<JsonElement>(stage.Cancel)).GetProperty("id").GetString()!;
        }

        return JsonSerializer.Serialize(mapping);
    }

    /// <summary>How often the secret is found in what arrived, what was recorded, and what a run kept of its context.</summary>
    private static async Task<long> PlantedAsync(Stage stage)
    {
        var arrived = stage.Sandbox.StateHub.Progress.Select(entry => $"{entry.Summary}{entry.Detail}").Concat(stage.Sandbox.InterHub.Events.Select(entry => $"{entry.Metadata}"))
            .Count(text => text.Contains(Neighbourhood.Planted, StringComparison.Ordinal));
        return arrived + await stage.QueryAsync<long>(
            "select (select count(*) from evidence_log where payload like @part) + (select count(*) from runs where context like @part or decision like @part)", ("part", $"%{Neighbourhood.Planted}%"));
    }
}
