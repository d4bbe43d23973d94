using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;

namespace ActivityCore.Cli.Tests.Definitions;

public sealed class OfflineCommandTests
{
    [Fact]
    public async Task Validate_WhatShips_IsValid()
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.Async(DevProcess.Environment(folder.Path, ("ACTIVITY_DEFINITIONS_DIR", ShippedDefinitions.Folder)), "definitions", "validate");

        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task Validate_BrokenFile_PrintsEveryProblemWithItsPlaceAndEndsWithTwo()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("broken.yaml"), "id: no-uuid\nname: broken\nownr: someone\n");

        var text = await CliRun.Async(DevProcess.Environment(folder.Path), "definitions", "validate", folder.Path);
        var json = await CliRun.Async(DevProcess.Environment(folder.Path), "definitions", "validate", folder.Path, "-o", "json");

        Assert.Equal(ExitCode.Usage, text.ExitCode);
        Assert.Contains("broken.yaml:1:", text.Out, StringComparison.Ordinal);
        Assert.Contains("broken.yaml:3:", text.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, json.ExitCode);
        Assert.Equal("broken", json.Json[0].GetProperty("state").GetString());
        Assert.True(json.Json[0].GetProperty("problems").GetArrayLength() >= 2);
    }

    [Theory]
    [InlineData("statehub.repos", ExitCode.Usage)]
    [InlineData("http.inventory", ExitCode.Ok)]
    public async Task Validate_ContextSource_IsKnownOrRefusedAsByTheServer(string source, int exitCode)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("a.yaml"), $$"""
            id: 5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a12
            name: a
            owner: team
            trigger: [{ manual: true }]
            context:
              repos: { source: {{source}}, on_error: skip }
            rules:
              - id: one
                emit: [{ title: t, target_repo: r }]
            """);

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "definitions", "validate", folder.Path);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode == ExitCode.Usage, run.Out.Contains("did you mean `state-hub.repos`?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Test_WhatShips_Passes()
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.Async(DevProcess.Environment(folder.Path, ("ACTIVITY_DEFINITIONS_DIR", ShippedDefinitions.Folder)), "test", "-o", "json");

        Assert.True(run.ExitCode == ExitCode.Ok, run.Error);
        Assert.True(run.Json.GetArrayLength() >= 10);
        Assert.All(run.Json.EnumerateArray(), one => Assert.True(one.GetProperty("passed").GetBoolean()));
    }

    [Fact]
    public async Task Test_CaseThatDoesNotHold_EndsWithOneAndShowsTheDifference()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(ShippedDefinitions.Folder, "repository-onboarding.yaml"), folder.File("repository-onboarding.yaml"));
        await File.WriteAllTextAsync(folder.File("repository-onboarding.tests.yaml"), """
            cases:
              - name: wrong on purpose
                event: { type: org.statehub.repo.registered, attributes: { repo_slug: a, domain: b } }
                expect: { none: nothing }
            """);

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "test", folder.Path);

        Assert.Equal(ExitCode.Error, run.ExitCode);
        Assert.Contains("0 tasks expected, and 2 tasks followed.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_CasesWithoutADefinition_AreAnErrorThatNamesThem()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(ShippedDefinitions.Folder, "repository-onboarding.yaml"), folder.File("renamed.yaml"));
        File.Copy(Path.Combine(ShippedDefinitions.Folder, "repository-onboarding.tests.yaml"), folder.File("repository-onboarding.tests.yaml"));

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "test", folder.Path);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("repository-onboarding.tests.yaml: error: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("payments", "threat-model-for-payments: match")]
    [InlineData("people", "threat-model-for-payments: miss")]
    public async Task Explain_Event_PrintsTheTreeWithTheValues(string domain, string verdict)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("event.json");
        await File.WriteAllTextAsync(file, Envelopes.RepoRegistered(Guid.NewGuid(), domain: domain));

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "explain", "repository-onboarding", "--event", file);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Contains(verdict, run.Out, StringComparison.Ordinal);
        Assert.Contains($"event.attributes.domain = \"{domain}\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_EventOfAnotherType_SaysThatNoRunIsStarted()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("event.json");
        await File.WriteAllTextAsync(file, Envelopes.UnexpectedService(Guid.NewGuid()));

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "explain", "repository-onboarding", "--event", file, "-o", "json");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Empty(run.Json.GetProperty("tasks").EnumerateArray());
        Assert.Contains("no run is started", run.Json.GetProperty("rules")[0].GetProperty("because").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ContextOfNoEntry_IsRefusedAndNamesTheNearest()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("context.json"), """{ "repoz": [] }""");

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "explain", "weekly-sbom-staleness", "--context", folder.File("context.json"));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("did you mean `repos`?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_DefinitionInABrokenFile_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("file.yaml"), "name: mine\n");

        var run = await CliRun.Async(DevProcess.Environment(folder.Path, ("ACTIVITY_DEFINITIONS_DIR", folder.Path)), "explain", "mine");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("file.yaml", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_UnknownDefinition_NamesTheKnownOnes()
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "explain", "repo-onboarding");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("repository-onboarding", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_EmbeddedDefault_AppliesOnceAndThenHasNothingToDo()
    {
        using var folder = new TemporaryFolder();
        var environment = DevProcess.Environment(folder.Path);

        var pending = await CliRun.Async(environment, "migrate", "--dry-run", "-o", "json");
        var first = await CliRun.Async(environment, "migrate", "-o", "json");
        var again = await CliRun.Async(environment, "migrate", "-o", "json");
        var status = await CliRun.Async(environment, "migrate", "--status", "-o", "json");

        Assert.All(pending.Json.EnumerateArray(), step => Assert.Equal("pending", step.GetProperty("state").GetString()));
        Assert.Equal(pending.Json.GetArrayLength(), first.Json.GetArrayLength());
        Assert.Equal(0, again.Json.GetArrayLength());
        Assert.All(status.Json.EnumerateArray(), step => Assert.Equal("applied", step.GetProperty("state").GetString()));
    }
}
