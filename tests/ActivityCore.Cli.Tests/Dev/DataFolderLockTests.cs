using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Dev;

namespace ActivityCore.Cli.Tests.Dev;

public sealed class DataFolderLockTests
{
    [Fact]
    public void Take_HeldByAnother_NamesProcessFolderAndCure()
    {
        using var folder = new TemporaryFolder();
        using var held = DataFolderLock.Take(folder.Path);

        var refused = Assert.Throws<CliException>(() => DataFolderLock.Take(folder.Path));

        Assert.Equal(ExitCode.Error, refused.ExitCode);
        Assert.Equal($"Another activity-core dev (process {Environment.ProcessId}) uses the data folder {folder.Path}.", refused.Message);
        Assert.Equal("Stop it first, or set ACTIVITY_CORE_DATA to another folder.", refused.Advice);
    }

    [Fact]
    public void Take_AfterRelease_Succeeds()
    {
        using var folder = new TemporaryFolder();
        DataFolderLock.Take(folder.Path).Dispose();

        using var again = DataFolderLock.Take(folder.Path);
    }
}
