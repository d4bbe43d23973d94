using System.Diagnostics;

namespace ActivityCore.Tests.Instructions;

/// <summary>Looks at processes by id.</summary>
internal static class Processes
{
    /// <summary>Whether it is there and not a zombie.</summary>
    public static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return false;
        }
    }
}
