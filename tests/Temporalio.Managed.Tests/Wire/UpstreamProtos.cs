using System.Text.Json;
using RealComponents;

namespace Temporalio.Managed.Tests.Wire;

/// <summary>The messages of the npm package @temporalio/proto, in the version that tests/npm/proto pins.</summary>
internal sealed record UpstreamProtos(
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, UpstreamField>> Messages,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Enums,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, UpstreamMethod>> Services)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    // Two classes of tests come here side by side, and npm clears the folder before it fills it.
    private static readonly SemaphoreSlim Installing = new(1, 1);

    /// <summary>Installs the package once and reads it; without node or npm the test is skipped by name.</summary>
    public static async Task<UpstreamProtos> LoadAsync()
    {
        var source = Path.Combine(Repository.Root, "tests", "npm", "proto");
        var folder = Repository.Scratch("npm-proto");
        await Installing.WaitAsync();
        try
        {
            await InstallAsync(source, folder);
        }
        finally
        {
            Installing.Release();
        }

        return JsonSerializer.Deserialize<UpstreamProtos>(await RunAsync("node", [Path.Combine(source, "dump.cjs"), folder], folder), Json)!;
    }

    private static async Task InstallAsync(string source, string folder)
    {
        var stamp = Path.Combine(folder, "installed.json");
        var pinned = await File.ReadAllTextAsync(Path.Combine(source, "package-lock.json"));
        if (!File.Exists(stamp) || !string.Equals(await File.ReadAllTextAsync(stamp), pinned, StringComparison.Ordinal))
        {
            foreach (var file in new[] { "package.json", "package-lock.json" })
                File.Copy(Path.Combine(source, file), Path.Combine(folder, file), overwrite: true);
            await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
            await File.WriteAllTextAsync(stamp, pinned);
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string folder)
    {
        var path = Component.Find(program);
        if (path is null)
            Component.Missing(program, "it is needed to compare the messages with upstream's; install Node.js 20.3 or newer.");
        var info = new System.Diagnostics.ProcessStartInfo(path, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = System.Diagnostics.Process.Start(info)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await error}");
        return await output;
    }
}

internal sealed record UpstreamField(int Number, string Type, string? Key, bool Repeated, string? Oneof);

internal sealed record UpstreamMethod(string Request, string Response, bool Streaming);
