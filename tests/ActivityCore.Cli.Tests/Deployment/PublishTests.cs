using System.Globalization;
using ActivityCore.Cli.CommandLine;
using RealComponents;

namespace ActivityCore.Cli.Tests.Deployment;

/// <summary>What <c>scripts/publish</c> lays out, and the image copies, runs as it is run there: as another user, from a folder that it cannot write to.</summary>
public sealed class PublishTests
{
    // The user of the image and of the pods.
    private const string User = "1654";

    [Fact]
    public async Task Publish_AsTheImageCopiesIt_RunsWithoutWritingToItsFolder()
    {
        using var folder = new TemporaryFolder();
        var app = folder.File("app");
        await RunAsync(Path.Combine(Repository.Root, "scripts", "publish"), Repository.Root, app, "-c", Configuration, "--no-build", "--no-restore");
        File.Copy(Dev.DevProcess.Samples, folder.File("events.jsonl"));
        await RunAsync("/bin/chmod", folder.Path, "-R", "a+rX", folder.Path);
        Directory.CreateDirectory(folder.File("data"));
        await RunAsync("/bin/chmod", folder.Path, "a+rwx", folder.File("data"));

        var version = await RunInstalledAsync(app, [], "version");
        var golden = await RunInstalledAsync(app, [], "test");
        var dev = await RunInstalledAsync(app, [("ACTIVITY_CORE_DATA", folder.File("data"))], "dev", "--port", "0", "--events", folder.File("events.jsonl"));

        Assert.StartsWith("activity-core: ", version, StringComparison.Ordinal);
        Assert.Contains(" cases passed, 0 failed.", golden, StringComparison.Ordinal);
        Assert.Contains("repository-onboarding  org.statehub.repo.registered", dev, StringComparison.Ordinal);
        Assert.Equal(["activity-definitions", "event-types", "runtimes"], Directory.EnumerateDirectories(app).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Publish_DatabaseStillAPlaceholder_SaysWhatToSet()
    {
        using var folder = new TemporaryFolder();
        var readOnly = Directory.CreateDirectory(folder.File("app")).FullName;
        await RunAsync("/bin/chmod", folder.Path, "a+rx,a-w", folder.Path, readOnly);
        Assert.SkipUnless(System.Environment.IsPrivilegedProcess, "only root can run a program as a user who may not write here.");

        await using var run = Start(Path.Combine(AppContext.BaseDirectory, "activity-core"), readOnly, [("DATABASE_URL", "")], "migrate");

        Assert.True(await run.WaitForExitAsync(TimeSpan.FromMinutes(1)), "it does not end");
        Assert.Equal(ExitCode.Error, run.ExitCode);
        Assert.Contains("Set DATABASE_URL to use PostgreSQL", run.Output, StringComparison.Ordinal);
    }

    // debug or release, the folder that these tests were built into.
    private static string Configuration => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(new DirectoryInfo(AppContext.BaseDirectory).Name);

    private static async Task<string> RunInstalledAsync(string app, (string, string?)[] environment, params string[] arguments)
    {
        await using var run = Start(Path.Combine(app, "activity-core"), app, environment, arguments);
        return await EndAsync(run);
    }

    // As root the program is given to the image's user; anyone else runs it as they are.
    private static ComponentProcess Start(string program, string workingDirectory, (string Name, string? Value)[] environment, params string[] arguments)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DATABASE_URL"] = null,
            ["PGHOST"] = null,
            ["TEMPORAL_ADDRESS"] = null,
            ["ACTIVITY_DEFINITIONS_DIR"] = null,
            ["EVENT_TYPES_DIR"] = null,
            ["HOME"] = "/tmp",
        };
        foreach (var (name, value) in environment)
        {
            variables[name] = value;
        }

        return System.Environment.IsPrivilegedProcess
            ? ComponentProcess.Start("setpriv", ["--reuid", User, "--regid", User, "--clear-groups", program, .. arguments], variables, workingDirectory)
            : ComponentProcess.Start(program, arguments, variables, workingDirectory);
    }

    private static async Task RunAsync(string file, string workingDirectory, params string[] arguments)
    {
        await using var run = ComponentProcess.Start(file, arguments, workingDirectory: workingDirectory);
        await EndAsync(run);
    }

    private static async Task<string> EndAsync(ComponentProcess run)
    {
        Assert.True(await run.WaitForExitAsync(TimeSpan.FromMinutes(10)), $"{run.Name} does not end:\n{run.Output}");
        Assert.True(run.ExitCode == 0, run.Output);
        return run.Output;
    }
}
