using System.Text.Json;
using ActivityCore.Context;
using ActivityCore.Definitions;
using ActivityCore.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Tests.Context;

public sealed class ContextResolverTests
{
    private static readonly JsonElement NoParameters = JsonDocument.Parse("{}").RootElement;

    [Fact]
    public async Task ResolveAsync_Repos_GivesTheList()
    {
        await using var hub = await HubAsync(app => app.MapGet("/api/repos/", () => Results.Json(new[] { new { slug = "a" }, new { slug = "b" } })));

        var resolved = await Resolver(hub, "/api").ResolveAsync([Entry("state-hub.repos")]);

        Assert.Equal("""{"it":[{"slug":"a"},{"slug":"b"}]}""", resolved.Values.GetRawText());
        Assert.Equal("a list of 2", resolved.Notes["it"]);
    }

    [Theory]
    [InlineData(200, """{"items":[]}""", false, "context.it (state-hub.repos): State Hub's answer to GET repos/ is no list.")]
    [InlineData(200, "nonsense", false, "context.it (state-hub.repos): The answer of State Hub is not JSON, names a member twice, or is nested more than 64 deep.")]
    [InlineData(404, "{}", false, "context.it (state-hub.repos): State Hub answered with 404.")]
    [InlineData(302, "{}", false, "context.it (state-hub.repos): State Hub answered with 302.")]
    [InlineData(503, "{}", true, "context.it (state-hub.repos): State Hub answered with 503.")]
    [InlineData(429, "{}", true, "context.it (state-hub.repos): State Hub answered with 429.")]
    public async Task ResolveAsync_UnusableAnswer_SaysWhyAndWhetherToAskAgain(int status, string body, bool retryable, string message)
    {
        await using var hub = await HubAsync(app => app.MapGet("/repos/", (HttpResponse response) =>
        {
            response.Headers.RetryAfter = "9";
            response.Headers.Location = "http://127.0.0.1:1/";
            return Results.Text(body, "application/json", statusCode: status);
        }));

        var error = await Assert.ThrowsAsync<ContextUnavailableException>(() => Resolver(hub).ResolveAsync([Entry("state-hub.repos")]));

        Assert.Equal(message, error.Message);
        Assert.Equal(retryable, error.Retryable);
        Assert.Equal(retryable ? TimeSpan.FromSeconds(9) : null, error.RetryAfter);
    }

    [Fact]
    public async Task ResolveAsync_TooLarge_IsRefused()
    {
        await using var hub = await HubAsync(app => app.MapGet("/repos/", () => Results.Text(new string(' ', HttpEndpoint.NeighbourMaxBytes) + "[]")));

        var error = await Assert.ThrowsAsync<ContextUnavailableException>(() => Resolver(hub).ResolveAsync([Entry("state-hub.repos")]));

        Assert.Equal($"context.it (state-hub.repos): the answer of State Hub is larger than {HttpEndpoint.NeighbourMaxBytes} bytes.", error.Message);
        Assert.False(error.Retryable);
    }

    [Fact]
    public async Task ResolveAsync_NobodyThere_FailsOrSkips()
    {
        var resolver = Resolver(new Uri("http://127.0.0.1:1"));

        var error = await Assert.ThrowsAsync<ContextUnavailableException>(() => resolver.ResolveAsync([Entry("state-hub.repos")]));
        var skipped = await resolver.ResolveAsync([Entry("state-hub.repos") with { OnError = ContextErrorPolicy.Skip }]);

        Assert.True(error.Retryable);
        Assert.Equal("{}", skipped.Values.GetRawText());
        Assert.Equal("skipped: State Hub cannot be reached (ConnectionRefused).", skipped.Notes["it"]);
    }

    [Fact]
    public async Task ResolveAsync_NoAddress_NamesTheVariable()
    {
        var resolver = Resolver((Uri?)null);

        var error = await Assert.ThrowsAsync<ContextUnavailableException>(() => resolver.ResolveAsync([Entry("state-hub.repos")]));
        var health = await resolver.ResolveAsync([Entry("state-hub.health")]);

        Assert.Equal("context.it (state-hub.repos): STATE_HUB_URL is not set; set it to State Hub's base address.", error.Message);
        Assert.False(error.Retryable);
        Assert.False(health.Values.GetProperty("it").GetProperty("reachable").GetBoolean());
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(404, true)]
    [InlineData(503, false)]
    public async Task ResolveAsync_Health_IsAlwaysAValue(int status, bool reachable)
    {
        await using var hub = await HubAsync(app => app.MapGet("/health", () => Results.StatusCode(status)));

        var value = (await Resolver(hub).ResolveAsync([Entry("state-hub.health")])).Values.GetProperty("it");

        Assert.Equal(reachable, value.GetProperty("reachable").GetBoolean());
        Assert.Equal(status, value.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task ResolveAsync_HealthOfNobody_IsUnreachable()
    {
        var value = (await Resolver(new Uri("http://127.0.0.1:1")).ResolveAsync([Entry("state-hub.health")])).Values.GetProperty("it");

        Assert.Equal("""{"reachable":false,"status":null,"reason":"State Hub cannot be reached (ConnectionRefused)."}""", value.GetRawText());
    }

    [Fact]
    public async Task ResolveAsync_SeveralFail_NamesThemAll()
    {
        var resolver = Resolver((Uri?)null);

        var error = await Assert.ThrowsAsync<ContextUnavailableException>(() => resolver.ResolveAsync(
            [Entry("state-hub.repos"), Entry("state-hub.nothing") with { Name = "other" }]));

        Assert.Equal(
            "context.it (state-hub.repos): STATE_HUB_URL is not set; set it to State Hub's base address. "
            + "context.other (state-hub.nothing): There is no source of this name; there are ops-inventory, state-hub.health, state-hub.repos.",
            error.Message);
    }

    [Fact]
    public void ShippedNames_AreThoseRegistered() =>
        Assert.Equal(ContextSources.ShippedNames.Order(StringComparer.Ordinal), Provider(null).GetRequiredService<ContextSources>().Names, StringComparer.Ordinal);

    private static ContextEntry Entry(string source) => new() { Name = "it", Source = source, With = NoParameters };

    private static ContextResolver Resolver(WebApplication hub, string path = "") => Resolver(new Uri(hub.Urls.Single() + path));

    private static ContextResolver Resolver(Uri? address) => Provider(address).GetRequiredService<ContextResolver>();

    private static ServiceProvider Provider(Uri? address) => new ServiceCollection().AddContext(address).BuildServiceProvider();

    private static async Task<WebApplication> HubAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        map(app);
        await app.StartAsync();
        return app;
    }
}
