namespace RealComponents;

/// <summary>The official TypeScript SDK, with the programs of <c>tests/npm/ts-smoke</c>.</summary>
public sealed class TypeScriptSdk
{
    private const string VersionCheck =
        "const [a, b] = process.versions.node.split('.').map(Number); process.exit(a > 20 || (a === 20 && b >= 3) ? 0 : 3)";

    private readonly string _node;

    private TypeScriptSdk(string node, string folder)
    {
        _node = node;
        Folder = folder;
    }

    /// <summary>Where the programs and the packages are.</summary>
    public string Folder { get; }

    /// <summary>Installs the packages once; skips the test by name where Node.js is missing or too old.</summary>
    public static async Task<TypeScriptSdk> RequireAsync()
    {
        var node = Component.Find("node");
        var npm = Component.Find("npm");
        if (node is null || npm is null)
        {
            Component.Missing("npm", "Node.js 20.3 or newer with npm must be on the PATH.");
        }

        await using var version = ComponentProcess.Start(node, ["-e", VersionCheck]);
        if (!await version.WaitForExitAsync(TimeSpan.FromMinutes(1)) || version.ExitCode != 0)
        {
            Component.Missing("Node.js 20.3", "the node on the PATH is older.");
        }

        return new(node, await InstallAsync(npm));
    }

    /// <summary>Starts one of the programs.</summary>
    public ComponentProcess Start(string program, params IEnumerable<string> arguments) =>
        ComponentProcess.Start(_node, [program, .. arguments], workingDirectory: Folder);

    /// <summary>
    /// Packages of the pinned lock file, kept between runs. Not "npm ci": that asks the lock file for optional packages of
    /// every platform, which a lock file written on one platform may lack.
    /// </summary>
    private static async Task<string> InstallAsync(string npm)
    {
        var source = Path.Combine(Repository.Root, "tests", "npm", "ts-smoke");
        var folder = Repository.Scratch("ts-smoke");
        // Tests of one process, and of two, share the folder: a program must not be written again while another test starts it.
        using var _ = await LockAsync(Path.Combine(folder, "install.lock"));
        foreach (var file in Directory.GetFiles(source))
        {
            var copy = Path.Combine(folder, Path.GetFileName(file));
            if (!File.Exists(copy) || !string.Equals(await File.ReadAllTextAsync(file), await File.ReadAllTextAsync(copy), StringComparison.Ordinal))
            {
                File.Copy(file, copy, overwrite: true);
            }
        }

        var lockFile = await File.ReadAllTextAsync(Path.Combine(source, "package-lock.json"));
        var installed = Path.Combine(folder, "installed-lock.json");
        if (File.Exists(installed) && string.Equals(await File.ReadAllTextAsync(installed), lockFile, StringComparison.Ordinal))
        {
            return folder;
        }

        await using var install = ComponentProcess.Start(npm, ["install", "--no-save", "--no-audit", "--no-fund"], workingDirectory: folder);
        if (!await install.WaitForExitAsync(TimeSpan.FromMinutes(5)) || install.ExitCode != 0)
        {
            Component.Missing("@temporalio/worker", $"npm install failed: {install.Output}");
        }

        await File.WriteAllTextAsync(installed, lockFile);
        return folder;
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 6_000)
            {
                await Task.Delay(100);
            }
        }
    }
}
