using System.Diagnostics;

namespace Temporalio.Worker;

/// <summary>The default of the debug mode: a debugger, or the environment variable <c>TEMPORAL_DEBUG</c>.</summary>
internal static class DebugModeDefault
{
    public static bool Value { get; } = Read();

    private static bool Read()
    {
        var variable = Environment.GetEnvironmentVariable("TEMPORAL_DEBUG");
        return Debugger.IsAttached || string.Equals(variable, "true", StringComparison.OrdinalIgnoreCase) ||
            string.Equals(variable, "1", StringComparison.Ordinal);
    }
}
