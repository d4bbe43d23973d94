using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ActivityCore.Sandbox.Tests;

public sealed class StateHubTests
{
    [Fact]
    public async Task Progress_Posted_IsListedByItsType()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var client = new HttpClient { BaseAddress = sandbox.Address };

        using var posted = await client.PostAsJsonAsync("/progress/", new { event_type = "ops_inventory_probe", summary = "one", detail = new { ok = true } });
        using var other = await client.PostAsJsonAsync("/progress/", new { event_type = "something_else" });

        var listed = await client.GetFromJsonAsync<JsonElement>("/progress/?event_type=ops_inventory_probe&limit=20");
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        Assert.Equal("one", Assert.Single(listed.EnumerateArray()).GetProperty("summary").GetString());
    }

    [Fact]
    public async Task Repositories_RegisteredTwice_KeepsTheLast()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var client = new HttpClient { BaseAddress = sandbox.Address };

        using var first = await client.PostAsJsonAsync("/repos/", new { slug = "alpha", archived = false });
        using var second = await client.PostAsJsonAsync("/repos/", new { slug = "alpha", archived = true });

        var repositories = await client.GetFromJsonAsync<JsonElement>("/repos/");
        Assert.True(Assert.Single(repositories.EnumerateArray()).GetProperty("archived").GetBoolean());
        Assert.Equal("ok", (await client.GetFromJsonAsync<JsonElement>("/health")).GetProperty("status").GetString());
    }
}
