using RealComponents;
using Temporalio.DevServer.Tests.Support;

namespace Temporalio.DevServer.Tests.Sdk;

/// <summary>The unmodified official TypeScript SDK as client and worker.</summary>
public sealed class TypeScriptSdkTests
{
    [Fact]
    public async Task Smoke_OfActivitiesTimersSignalsQueriesAndCancellation_Passes()
    {
        var node = Component.Find("node");
        var npm = Component.Find("npm");
        if (node is null || npm is null)
            Component.Missing("npm", "Node.js 20.3 or newer with npm must be on the PATH.");
        await RequireVersionAsync(node);
        var folder = await InstallAsync(npm);
        await using var service = await ServiceUnderTest.StartAsync();

        await using var run = ComponentProcess.Start(node, ["smoke.js", service.Server.Target], workingDirectory: folder);

        Assert.True(await run.WaitForExitAsync(TimeSpan.FromMinutes(5)), run.Output);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("ts-smoke passed", run.Output, StringComparison.Ordinal);
    }

    private static async Task RequireVersionAsync(string node)
    {
        await using var version = ComponentProcess.Start(node, ["-e", "const [a, b] = process.versions.node.split('.').map(Number); process.exit(a > 20 || (a === 20 && b >= 3) ? 0 : 3)"]);
        Assert.True(await version.WaitForExitAsync(TimeSpan.FromMinutes(1)));
        if (version.ExitCode != 0)
            Component.Missing("Node.js 20.3", "the node on the PATH is older.");
    }

    /// <summary>
    /// Packages of the pinned lock file, kept between runs. Not "npm ci": that asks the lock file for optional packages of
    /// every platform, which a lock file written on one platform may lack.
    /// </summary>
    private static async Task<string> InstallAsync(string npm)
    {
        var source = Path.Combine(Repository.Root, "tests", "npm", "ts-smoke");
        var folder = Repository.Scratch("ts-smoke");
        var lockFile = await File.ReadAllTextAsync(Path.Combine(source, "package-lock.json"));
        var installed = Path.Combine(folder, "installed-lock.json");
        foreach (var file in Directory.GetFiles(source))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        if (File.Exists(installed) && string.Equals(await File.ReadAllTextAsync(installed), lockFile, StringComparison.Ordinal))
            return folder;
        await using var install = ComponentProcess.Start(npm, ["install", "--no-save", "--no-audit", "--no-fund"], workingDirectory: folder);
        if (!await install.WaitForExitAsync(TimeSpan.FromMinutes(5)) || install.ExitCode != 0)
            Component.Missing("@temporalio/worker", $"npm install failed: {install.Output}");
        await File.WriteAllTextAsync(installed, lockFile);
        return folder;
    }
}
