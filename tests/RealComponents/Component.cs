using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace RealComponents;

/// <summary>How a test says that a component is not there.</summary>
public static class Component
{
    private static readonly string[] RequiredInCi = ["PostgreSQL", "nats-server", "Chromium"];

    /// <summary>Skips the running test by name with the reason; under <c>CI=true</c> the components of Debian must be there, so it fails instead.</summary>
    [DoesNotReturn]
    public static void Missing(string name, string reason)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.Ordinal) && RequiredInCi.Contains(name, StringComparer.Ordinal))
        {
            Assert.Fail($"{name} is required where CI=true: {reason}");
        }

        Assert.Skip($"{name} was not found: {reason}");
    }

    /// <summary>The full path of a program: on the PATH, or in one of the folders given.</summary>
    public static string? Find(string program, params IEnumerable<string> folders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(folders)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
