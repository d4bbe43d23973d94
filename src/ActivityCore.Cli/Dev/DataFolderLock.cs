using System.Globalization;
using ActivityCore.Cli.CommandLine;

namespace ActivityCore.Cli.Dev;

/// <summary>
/// One <c>dev</c> a data folder: the embedded Temporal service keeps its state in files that two processes must not write.
/// The system drops the lock with the process, however that ends.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="CliException">Another process holds the folder, or it cannot be written.</exception>
    public static DataFolderLock Take(string folder)
    {
        var path = Path.Combine(folder, "dev.lock");
        try
        {
            Directory.CreateDirectory(folder);
            // An exclusive lock of the whole file, so who holds it stands in another one.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(HolderFile(folder), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolderLock(file);
        }
        catch (IOException e)
        {
            throw new CliException(
                ExitCode.Error,
                $"Another activity-core dev{Holder(folder)} uses the data folder {Path.GetFullPath(folder)}.",
                "Stop it first, or set ACTIVITY_CORE_DATA to another folder.",
                e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CliException(ExitCode.Error, $"The data folder {Path.GetFullPath(folder)} cannot be written.", "Set ACTIVITY_CORE_DATA to a folder that can.", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string HolderFile(string folder) => Path.Combine(folder, "dev.pid");

    private static string Holder(string folder)
    {
        try
        {
            return int.TryParse(File.ReadAllText(HolderFile(folder)), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? $" (process {id})" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
