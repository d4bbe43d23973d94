using System.Diagnostics;

namespace RealComponents;

/// <summary>
/// The folder with the official Temporal programs (<c>temporal</c>, <c>temporal-server</c>, <c>temporal-ui</c>, <c>tperf</c>, ...):
/// <c>TEMPORAL_TOOLS</c>, or what <c>shared/tools/unpack</c> beside the working copy unpacks.
/// </summary>
public static class TemporalTools
{
    private static readonly Lazy<(string? Folder, string Reason)> Found = new(Locate);

    /// <summary>The path of a program, or the test is skipped by name.</summary>
    public static string Require(string program)
    {
        var (folder, reason) = Found.Value;
        if (folder is null)
        {
            Component.Missing(program, reason);
        }

        var path = Path.Combine(folder, program);
        if (!File.Exists(path))
        {
            Component.Missing(program, $"{folder} does not hold it.");
        }

        return path;
    }

    /// <summary>The packed tools' own scripts (<c>functional</c>, <c>temporal-cluster</c>), or the test is skipped by name.</summary>
    public static string RequireScript(string script)
    {
        var path = Path.Combine(Shared, script);
        if (!File.Exists(path))
        {
            Component.Missing(script, "there is no shared/tools beside the working copy.");
        }

        return path;
    }

    private static string Shared => Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "tools"));

    private static (string? Folder, string Reason) Locate()
    {
        if (Environment.GetEnvironmentVariable("TEMPORAL_TOOLS") is { Length: > 0 } folder)
        {
            return Directory.Exists(folder) ? (folder, "") : (null, $"TEMPORAL_TOOLS names {folder}, which is no folder.");
        }

        var unpack = Path.Combine(Shared, "unpack");
        if (!File.Exists(unpack))
        {
            return (null, "set TEMPORAL_TOOLS to a folder with the official programs; there is no shared/tools beside the working copy either.");
        }

        using var process = Process.Start(new ProcessStartInfo(unpack) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? (output.Trim(), "") : (null, $"shared/tools/unpack failed: {error.Trim()}");
    }
}
