using System.Text.Json;
using RealComponents;

namespace ActivityCore.Demo.Rows;

/// <summary>A run as Temporal's own web UI shows it.</summary>
internal sealed class TemporalUiRow : IMissionRow
{
    public string Id => "M14";

    public string What => "Temporal UI inspection of runs";

    public async Task<string> SeeAsync(Stage stage)
    {
        await stage.Services.EnsureUiAsync();
        if (stage.Services.TemporalUi is null)
        {
            Component.Missing("temporal-ui", stage.Services.NoUi);
        }

        var ui = stage.Services.TemporalUi;

        var run = await stage.QueryAsync<string>("select run_id from runs where definition_name = 'decision-follow-up' and state = 'completed' order by seq limit 1");
        var environment = new Dictionary<string, string?>(stage.Environment, StringComparer.Ordinal) { ["TEMPORAL_UI_URL"] = ui.ToString() };
        var shown = await stage.TryCommandAsync(environment, "runs", "show", run, "-o", "json");
        var page = new Uri(shown.Json.GetProperty("temporal_page").GetString()!);
        using var client = new HttpClient();
        using var html = await client.GetAsync(page, stage.Cancel);
        using var workflow = JsonDocument.Parse(await client.GetStringAsync(new Uri(ui, $"/api/v1/namespaces/{stage.Temporal.Options.Namespace}/workflows/{Uri.EscapeDataString(run)}"), stage.Cancel));
        var info = workflow.RootElement.GetProperty("workflowExecutionInfo");
        var definition = Decode(info.GetProperty("searchAttributes").GetProperty("indexedFields").GetProperty("ActivityCoreDefinition"));
        var summary = Decode(workflow.RootElement.GetProperty("executionConfig").GetProperty("userMetadata").GetProperty("summary"));
        MissionException.ThrowUnless(html.IsSuccessStatusCode && definition == "decision-follow-up", $"{(int)html.StatusCode} {page}; definition {definition}");
        MissionException.ThrowUnless(summary == "decision-follow-up ← org.statehub.decision.resolved", $"summary {summary}");
        return $"the official UI shows \"{summary}\", {info.GetProperty("status").GetString()}, {info.GetProperty("historyLength").GetString()} events, found by ActivityCoreDefinition; `runs show` links to its page";
    }

    private static string? Decode(JsonElement payload) => JsonSerializer.Deserialize<string>(payload.GetProperty("data").GetBytesFromBase64());
}
