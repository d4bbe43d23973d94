using System.Text;
using ActivityCore.Cli.Tests.Dev;
using Microsoft.Playwright;

namespace ActivityCore.Cli.Tests.Web;

public sealed class ScreenshotTests
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_InABrowser_SayWhyEachRuleMatchedOrNot(ColorScheme scheme)
    {
        await using var browser = await Browser.StartAsync(scheme);
        await using var dev = await DevHost.StartAsync();
        var id = Guid.NewGuid();
        using (var body = new StringContent(Envelopes.RepoRegistered(id), Encoding.UTF8, "application/json"))
        {
            (await dev.Client.PostAsync(new Uri("/events", UriKind.Relative), body)).Dispose();
        }

        var run = await PageTests.WaitForRunAsync(dev, id);
        var suffix = scheme.ToString().ToLowerInvariant();
        var text = await browser.ReadAsync(new Uri(dev.Client.BaseAddress!, $"/runs/{run}"), $"run-{suffix}", "threat-model-for-payments");

        Assert.Contains("repository-onboarding", text, StringComparison.Ordinal);
        Assert.Contains("event.attributes.domain = \"people\"", text, StringComparison.Ordinal);
        Assert.Contains("Set up CI and code owners for ledger-api", text, StringComparison.Ordinal);
        await browser.ReadAsync(dev.Client.BaseAddress!, $"home-{suffix}", "What happened, and what followed");
        await browser.ReadAsync(new Uri(dev.Client.BaseAddress!, $"/events/{id:D}"), $"event-{suffix}", "repo_slug");
        await browser.ReadAsync(new Uri(dev.Client.BaseAddress!, "/definitions"), $"definitions-{suffix}", "weekly-sbom-staleness");
    }
}
