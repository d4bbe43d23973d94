using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ActivityCore.Sandbox.Tests;

public sealed class InterHubTests
{
    [Theory]
    [InlineData("ops-backup-verified", HttpStatusCode.Created, "")]
    [InlineData("ops-undeclared", HttpStatusCode.UnprocessableEntity, "eventType ops-undeclared is not declared by the active manifest")]
    [InlineData("ops-unheard-of", HttpStatusCode.UnprocessableEntity, "eventType ops-unheard-of is not in event_type_registry")]
    public async Task PostEvent_OfAType_IsTakenWhereRegistryAndManifestKnowIt(string type, HttpStatusCode expected, string reason)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var client = Client(sandbox);
        using var made = await client.PostAsJsonAsync("/api/v2/widgets", new { hubId = "ops-hub", name = "backups", widgetType = "ops-backup-card", policyScope = "ops-evidence" });
        var widget = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();

        using var answer = await client.PostAsJsonAsync(
            "/api/v2/interaction-events", new { widgetId = widget, eventType = type, metadata = new { attributes = new { observed_at = "2026-01-01T00:00:00Z" } } });

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Created ? 1 : 0, sandbox.InterHub.Events.Count);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WithoutTheKey_IsRefused()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var client = new HttpClient { BaseAddress = sandbox.Address };

        using var answer = await client.GetAsync(new Uri("/api/v2/widgets", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static HttpClient Client(SandboxHost sandbox) => new()
    {
        BaseAddress = sandbox.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", "sandbox-ops-hub-key") },
    };
}
