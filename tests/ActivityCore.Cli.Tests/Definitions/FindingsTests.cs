using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;

namespace ActivityCore.Cli.Tests.Definitions;

/// <summary>What CI sees of faults in files: exit codes, and annotations of a pull request.</summary>
public sealed class FindingsTests
{
    private const string WithAWarning = """
        id: 0d5b6f1c-6a53-4f0e-9d7e-0a4f6d2b7c11
        name: warned
        owner: tests
        trigger:
          - event: org.nobody.knows
        rules:
          - id: both
            emit:
              - { title: "A task", target_repo: a }
        """;

    [Fact]
    public async Task ValidateStrict_Warning_EndsWithTwo_AndWithoutItWithNull()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("warned.yaml"), WithAWarning);

        var usual = await CliRun.Async(DevProcess.Environment(folder.Path), "definitions", "validate", folder.Path);
        var strict = await CliRun.Async(DevProcess.Environment(folder.Path), "definitions", "validate", folder.Path, "--strict");

        Assert.Equal(ExitCode.Ok, usual.ExitCode);
        Assert.Contains("warned.yaml:5:", usual.Out, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Usage, usual.Out), (strict.ExitCode, strict.Out));
        Assert.Contains("With --strict 1 warning counts as an error.", strict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValidateStrict_WhatShips_IsValid()
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.Async(DevProcess.Environment(folder.Path, ("ACTIVITY_DEFINITIONS_DIR", ShippedDefinitions.Folder)), "definitions", "validate", "--strict");

        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task ValidateGithub_Findings_AreAnnotationsAtTheirLines()
    {
        using var folder = new TemporaryFolder();
        var definitions = Directory.CreateDirectory(folder.File("a, b"));
        await File.WriteAllTextAsync(Path.Combine(definitions.FullName, "broken.yaml"), "id: no-uuid\nname: broken\n100%: someone\n");
        await File.WriteAllTextAsync(Path.Combine(definitions.FullName, "warned.yaml"), WithAWarning);
        var environment = DevProcess.Environment(folder.Path, ("GITHUB_WORKSPACE", folder.Path));

        var usual = await CliRun.Async(environment, "definitions", "validate", definitions.FullName, "-o", "github");
        var strict = await CliRun.Async(environment, "definitions", "validate", definitions.FullName, "-o", "github", "--strict");

        Assert.Equal((ExitCode.Usage, ExitCode.Usage), (usual.ExitCode, strict.ExitCode));
        Assert.All(usual.Out.Trim().Split('\n'), line => Assert.Matches("^::(error|warning) file=a%2C b/(broken|warned)\\.yaml(,line=[0-9]+,col=[0-9]+)?::.", line));
        Assert.Contains("::error file=a%2C b/broken.yaml,line=3,col=1::Unknown key `100%25`", usual.Out, StringComparison.Ordinal);
        Assert.Contains("::warning file=a%2C b/warned.yaml,line=5,", usual.Out, StringComparison.Ordinal);
        Assert.Equal(usual.Out.Replace("::warning ", "::error ", StringComparison.Ordinal), strict.Out);
    }

    [Fact]
    public async Task TestGithub_CaseThatDoesNotHold_IsAnAnnotationAtItsLineWithEveryDifference()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(ShippedDefinitions.Folder, "repository-onboarding.yaml"), folder.File("repository-onboarding.yaml"));
        await File.WriteAllTextAsync(folder.File("repository-onboarding.tests.yaml"), """
            cases:
              - name: right
                event: { type: org.statehub.repo.registered }
                expect: { none: is missing }
              - name: "wrong: 100%"
                event: { type: org.statehub.repo.registered, attributes: { repo_slug: a, domain: b } }
                expect: { none: nothing }
            """);

        var run = await CliRun.Async(DevProcess.Environment(folder.Path, ("GITHUB_WORKSPACE", folder.Path)), "test", folder.Path, "-o", "github");

        Assert.Equal(ExitCode.Error, run.ExitCode);
        Assert.StartsWith("::error file=repository-onboarding.tests.yaml,line=5,col=1::The case \"wrong: 100%25\" of repository-onboarding fails.%0A0 tasks expected, and 2 tasks followed.%0A", run.Out, StringComparison.Ordinal);
        Assert.Single(run.Out.Trim().Split('\n'));
    }

    [Fact]
    public async Task TestGithub_BrokenFileOfCases_IsAnAnnotationAtItsLine()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(ShippedDefinitions.Folder, "repository-onboarding.yaml"), folder.File("repository-onboarding.yaml"));
        await File.WriteAllTextAsync(folder.File("repository-onboarding.tests.yaml"), "caes: []\n");

        var run = await CliRun.Async(DevProcess.Environment(folder.Path, ("GITHUB_WORKSPACE", folder.Path)), "test", folder.Path, "-o", "github");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith("::error file=repository-onboarding.tests.yaml,line=1,col=1::Unknown key `caes`", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("definitions", "list")]
    [InlineData("runs", "list")]
    public async Task Github_CommandWithoutFindings_IsWrongUsage(params string[] command)
    {
        var run = await CliRun.Async([.. command, "-o", "github"]);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Out));
        Assert.Contains("--output github is for activity-core test and activity-core definitions validate.", run.Error, StringComparison.Ordinal);
    }
}
