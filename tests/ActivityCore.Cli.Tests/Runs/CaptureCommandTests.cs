using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;

namespace ActivityCore.Cli.Tests.Runs;

public sealed class CaptureCommandTests
{
    [Fact]
    public async Task Capture_AppendedToTheFile_IsACaseThatPasses()
    {
        await using var dev = await DevHost.StartAsync();
        var runs = await RunsAsync(dev, "people", "payments");
        using var folder = new TemporaryFolder();
        var file = folder.File("repository-onboarding.tests.yaml");
        File.Copy(Path.Combine(ShippedDefinitions.Folder, "repository-onboarding.yaml"), folder.File("repository-onboarding.yaml"));

        var first = await dev.RunAsync("runs", "capture", runs[0], "--append", file);
        var second = await dev.RunAsync("runs", "capture", runs[1][..^3], "--name", "payments: as it was");
        await File.AppendAllTextAsync(file, second.Out);
        var again = await dev.RunAsync("runs", "capture", runs[0], "--append", file);
        var test = await dev.RunAsync("test", folder.Path, "-o", "json");

        Assert.True(first.ExitCode == ExitCode.Ok, first.Error);
        Assert.Equal(("", $"Added \"captured run {runs[0]}\" to {file}.\n"), (first.Out, first.Error.ReplaceLineEndings("\n")));
        Assert.Equal((ExitCode.Ok, ""), (second.ExitCode, second.Error));
        Assert.Equal(ExitCode.Usage, again.ExitCode);
        Assert.Contains("stands further up", again.Error, StringComparison.Ordinal);
        Assert.Contains("--name", again.Error, StringComparison.Ordinal);
        Assert.True(test.ExitCode == ExitCode.Ok, test.Error + test.Out);
        Assert.Equal([$"captured run {runs[0]}", "payments: as it was"], test.Json.EnumerateArray().Select(one => one.GetProperty("name").GetString()));

        // As another definition would have it today.
        await File.WriteAllTextAsync(folder.File("repository-onboarding.yaml"), (await File.ReadAllTextAsync(folder.File("repository-onboarding.yaml"))).Replace("Write a threat model", "Draw a threat model", StringComparison.Ordinal));
        var changed = await dev.RunAsync("runs", "capture", runs[1], "--append", file, "-o", "json");

        Assert.Equal(ExitCode.Ok, changed.ExitCode);
        Assert.False(changed.Json.GetProperty("passes_today").GetBoolean());
        Assert.Contains("Draw a threat model", changed.Json.GetProperty("differences")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("but not for repository-onboarding as it is today:", changed.Error, StringComparison.Ordinal);
        Assert.Contains(changed.Json.GetProperty("text").GetString()!, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cases: [{ name: a, manual: true, expect: { none: x } }]\n", "has its cases in brackets")]
    [InlineData("cases:\n  - name: a\n    manul: true\n", "sample.tests.yaml:2:5: error: ")]
    [InlineData("other: 1\n", "Unknown key `other`")]
    public async Task Append_FileThatCannotTakeIt_IsLeftAsItIs(string content, string message)
    {
        await using var dev = await DevHost.StartAsync();
        var runs = await RunsAsync(dev, "people");
        var file = dev.Folder.File("sample.tests.yaml");
        await File.WriteAllTextAsync(file, content);

        var run = await dev.RunAsync("runs", "capture", runs[0], "--append", file);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Append_AnyFileOfCases_KeepsItsIndentationAndItsBytes()
    {
        await using var dev = await DevHost.StartAsync();
        var run = (await RunsAsync(dev, "people"))[0];
        var file = dev.Folder.File("sample.tests.yaml");
        foreach (var content in new[] { "", "# Only a comment", "cases:\n- name: a\n  manual: true\n  expect: { none: x }", "\n# Why\ncases:\n    -   name: a\n        manual: true\n        expect:\n            none: |\n                x\n", "cases:\r\n  - { name: a, manual: true, expect: { none: x } }\r\n# end\r\n" })
        {
            await File.WriteAllTextAsync(file, content);

            var appended = await dev.RunAsync("runs", "capture", run, "--append", file);

            Assert.True(appended.ExitCode == ExitCode.Ok, appended.Error);
            Assert.StartsWith(content, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
            var cases = Names(await File.ReadAllBytesAsync(file));
            Assert.Equal(content.Contains("name", StringComparison.Ordinal) ? ["a", $"captured run {run}"] : [$"captured run {run}"], cases);
        }
    }

    [Theory]
    [InlineData("There is no run act-none", 1, "runs", "capture", "act-none")]
    [InlineData("--name has 1 to 200 characters.", 2, "runs", "capture", "act-none", "--name", " ")]
    public async Task Capture_WrongRunOrName_IsRefused(string message, int exitCode, params string[] command)
    {
        await using var dev = await DevHost.StartAsync();

        var run = await dev.RunAsync(command);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(byte[] file)
    {
        var reading = ActivityCore.Rules.Cases.CaseLoader.Load("sample.tests.yaml", file);
        Assert.Empty(reading.Problems);
        return reading.Cases.Select(golden => golden.Name);
    }

    /// <summary>The run of one event for each domain, once it is completed.</summary>
    private static async Task<IReadOnlyList<string>> RunsAsync(DevHost dev, params string[] domains)
    {
        List<string> runs = [];
        foreach (var domain in domains)
        {
            var id = Guid.NewGuid();
            var file = dev.Folder.File($"{domain}.jsonl");
            await File.WriteAllTextAsync(file, Envelopes.RepoRegistered(id, domain: domain));
            var sent = await dev.RunAsync("events", "send", file);
            Assert.True(sent.ExitCode == ExitCode.Ok, sent.Error);
            runs.Add(await CompletedAsync(dev, id));
        }

        return runs;
    }

    private static async Task<string> CompletedAsync(DevHost dev, Guid id)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            var shown = await dev.RunAsync("events", "show", id.ToString("D"), "-o", "json");
            var run = shown.Json.GetProperty("runs").EnumerateArray().FirstOrDefault(run => run.GetProperty("state").GetString() is "completed");
            if (run.ValueKind == System.Text.Json.JsonValueKind.Object)
            {
                return run.GetProperty("run_id").GetString()!;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The run of {id} is not completed after half a minute.");
    }
}
