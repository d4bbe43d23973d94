namespace TemporalBench;

/// <summary>The most memory that a process has had resident, of Linux's own account.</summary>
internal static class Peak
{
    public static string Of(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? "?" : $"{long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024}";
    }
}
