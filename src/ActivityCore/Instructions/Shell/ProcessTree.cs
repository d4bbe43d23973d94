using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace ActivityCore.Instructions.Shell;

/// <summary>
/// Ends a program with everything that it has started. Its descendants are found as its children, and on Linux also by the mark in their environment, so
/// that one that has been handed over to init is found too, and one that a worker left behind when it was killed.
/// </summary>
internal static partial class ProcessTree
{
    /// <summary>The variable that marks the processes of an instruction.</summary>
    public const string Mark = "ACTIVITY_IDEMPOTENCY_KEY";

    private const int TermSignal = 15;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks the program to end, and ends it by force after the grace. Returns when nothing of it is left.</summary>
    public static async Task EndAsync(Process process, string mark, TimeSpan grace, TimeProvider time)
    {
        if (!process.HasExited && !OperatingSystem.IsWindows())
        {
            _ = Kill(process.Id, TermSignal);
            await ((Task)process.WaitForExitAsync(CancellationToken.None).WaitAsync(grace, time)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile, or part of it has; what is left is found by its mark.
        }

        await EndMarkedAsync(mark, time);
    }

    /// <summary>Ends by force every process of this machine that carries the mark.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> EndMarkedAsync(string mark, TimeProvider time)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        // Again, since one that was about to start another may have done so before it ended.
        var ended = 0;
        for (var round = 0; round < 20; round++)
        {
            var found = Marked(mark);
            if (found.Count == 0)
            {
                break;
            }

            foreach (var id in found)
            {
                ended += TryKill(id) ? 1 : 0;
            }

            await Task.Delay(Pause, time);
        }

        return ended;
    }

    private static List<int> Marked(string mark)
    {
        var entry = Encoding.ASCII.GetBytes($"{Mark}={mark}\0");
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id) || id == Environment.ProcessId)
            {
                continue;
            }

            try
            {
                // The last variable need not be closed by a zero.
                if (((ReadOnlySpan<byte>)[.. File.ReadAllBytes($"{folder}/environ"), 0]).IndexOf(entry) >= 0)
                {
                    found.Add(id);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or belongs to another user and so is none of ours.
            }
        }

        return found;
    }

    private static bool TryKill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
