using System.Text.Json;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;
using ActivityCore.Cli.Tests.Web;
using ActivityCore.Runs;
using RealComponents;

namespace ActivityCore.Cli.Tests.Temporal;

/// <summary>The same program on the official service: nothing but TEMPORAL_ADDRESS changes.</summary>
public sealed class RealServiceTests
{
    [Fact]
    public async Task Dev_OnTheOfficialService_RunsTheSamples_AndARunCanBeReadInItsWebUi()
    {
        await using var temporal = await TemporalDevService.StartAsync(ui: true);
        using var folder = new TemporaryFolder();
        var environment = DevProcess.Environment(folder.Path, ("TEMPORAL_ADDRESS", temporal.Target), ("TEMPORAL_UI_URL", temporal.UiAddress!.ToString()));

        await using var dev = DevProcess.Start(environment, "dev", "--port", "0", "--events", DevProcess.Samples);
        var code = await dev.WaitForExitAsync();
        var check = await CliRun.Async(environment, "resources", "check");
        var runs = await CliRun.Async(environment, "runs", "list", "--definition", "repository-onboarding", "-o", "json");
        var shown = await CliRun.Async(environment, "runs", "show", runs.Json[0].GetProperty("run_id").GetString()!, "-o", "json");

        Assert.True(code == ExitCode.Ok, dev.Output);
        Assert.Contains("Registered search attributes in namespace default", dev.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, check.ExitCode);
        var page = new Uri(shown.Json.GetProperty("temporal_page").GetString()!);
        await using var browser = await Browser.StartAsync();
        var text = await browser.ReadAsync(page, "web-ui-run", "repository-onboarding ← org.statehub.repo.registered");
        Assert.Contains("repository-onboarding ← org.statehub.repo.registered", text, StringComparison.Ordinal);
        Assert.Contains($"\"definition_hash\": \"{runs.Json[0].GetProperty("definition_hash").GetString()}\"", text, StringComparison.Ordinal);
        Assert.Contains("\"outcome\": \"completed\"", text, StringComparison.Ordinal);
        Assert.Contains("\"title\": \"Set up CI and code owners for", text, StringComparison.Ordinal);
        var attributes = await browser.ReadAsync(new Uri($"{browser.Address}".Replace("/history", "/search-attributes", StringComparison.Ordinal)), "web-ui-search-attributes", RunSearchAttributes.Definition.Name);
        foreach (var part in new[] { RunSearchAttributes.Definition.Name, "repository-onboarding", RunSearchAttributes.EventType.Name, "org.statehub.repo.registered", RunSearchAttributes.Occurrence.Name, "the-custodian/state-hub/" })
        {
            Assert.Contains(part, attributes, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Resources_OnTheOfficialService_AreMissingThenRegisteredThenThere()
    {
        await using var temporal = await TemporalDevService.StartAsync();
        using var folder = new TemporaryFolder();
        var environment = DevProcess.Environment(folder.Path, ("TEMPORAL_ADDRESS", temporal.Target));

        var before = await CliRun.Async(environment, "resources", "check", "-o", "json");
        var applied = await CliRun.Async(environment, "resources", "apply", "-o", "json");

        Assert.Equal(ExitCode.Error, before.ExitCode);
        Assert.Equal(Names(before.Json), Names(applied.Json));
        Assert.NotEmpty(Names(applied.Json));
        Assert.Empty(Names((await CliRun.Async(environment, "resources", "apply", "-o", "json")).Json));
    }

    private static IEnumerable<string?> Names(JsonElement resources) => resources.EnumerateArray().Select(resource => resource.GetProperty("name").GetString());
}
