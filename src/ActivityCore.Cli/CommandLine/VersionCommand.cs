using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ActivityCore.Cli.CommandLine;

/// <summary><c>activity-core version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The version as built, with the commit where the build knew it.</summary>
    public static string Current { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static Command Create(CommandBuilder build) => build.Action("version", "Print the version of the program and of the runtime", [], (call, _) =>
    {
        call.Printer.One(new VersionView(Current, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier), static (version, write) =>
        {
            write.Field("activity-core", version.Version);
            write.Field("runtime", $"{version.Runtime} on {version.Platform}");
        });
        return Task.FromResult(ExitCode.Ok);
    });

    internal sealed record VersionView(string Version, string Runtime, string Platform);
}
