using System.Collections.Concurrent;
using System.Text;
using ActivityCore.Definitions;
using ActivityCore.Events;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Tests.Definitions;

public sealed class DefinitionFolderTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("definitions").FullName;
    private readonly RecordingLogger _log = new();
    private readonly DefinitionFolder _sut;

    public DefinitionFolderTests() => _sut = new DefinitionFolder(_path, new DefinitionLoader(EventTypeRegistry.Empty), TimeProvider.System, _log);

    public void Dispose()
    {
        _sut.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public async Task Reload_FileThatEndsWithYml_IsADefinitionToo()
    {
        Write("a.yml", 1, "a");
        Write("a.tests.yml", 9, "not-a-definition");

        Assert.Equal(["a"], (await Read()).Catalog.Definitions.Select(d => d.Name));
    }

    [Fact]
    public async Task Reload_FilesAddedChangedAndDeleted_SaysSo()
    {
        Write("a.yaml", 1, "a");
        Write("sub/b.yaml", 2, "b");
        Write("a.tests.yaml", 9, "not-a-definition");
        var first = await Read();
        Write("a.yaml", 1, "a", owner: "other");
        File.Delete(Path.Combine(_path, "sub", "b.yaml"));
        Write("c.yaml", 3, "c");

        var second = await Read();

        Assert.Equal(["a", "b"], first.Change.Added.Select(d => d.Name));
        Assert.Equal(["c"], second.Change.Added.Select(d => d.Name));
        Assert.Equal(["a"], second.Change.Changed.Select(d => d.Name));
        Assert.Equal(["b"], second.Change.Removed.Select(d => d.Name));
        Assert.Equal("other", _sut.Current.Find("a")!.Owner);
        Assert.Null(_sut.Current.Find("b"));
        Assert.Same(_sut.Current.Find("a"), _sut.Current.Find(Id(1)));
        Assert.Equal([1100, 1100, 1100, 1101, 1102], _log.Events.Order());
        Assert.Equal(["a", "b"], first.Catalog.Definitions.Select(d => d.Name));
    }

    [Fact]
    public async Task Reload_NothingChanged_KeepsTheVeryCatalog()
    {
        Write("a.yaml", 1, "a");
        var first = await Read();

        var second = await Read();

        Assert.Same(first.Catalog, second.Catalog);
        Assert.True(second.Change.IsEmpty);
    }

    [Fact]
    public async Task Reload_FileBecomesBroken_KeepsTheLastGoodVersionLoudlyUntilItIsMended()
    {
        Write("a.yaml", 1, "a");
        var good = (await Read()).Catalog.Find("a")!;
        await File.WriteAllTextAsync(Path.Combine(_path, "a.yaml"), "id: [");

        var broken = await Read();
        await Read();

        Assert.Same(good, broken.Catalog.Find("a"));
        Assert.Single(broken.Catalog.Triggers.Match("x.y"));
        var entry = Assert.Single(broken.Change.Broken);
        Assert.Equal($"broken, last good {good.Hash[..12]} kept", entry.StateText);
        Assert.NotEqual(good.Hash, entry.FileHash);
        Assert.Single(_log.Events, 1103);

        Write("a.yaml", 1, "a", owner: "mended");
        Assert.Equal("loaded", Assert.Single((await Read()).Catalog.Entries).StateText);
        Assert.Equal("mended", _sut.Current.Find("a")!.Owner);
    }

    [Fact]
    public async Task Reload_FirstLoadWithABrokenFile_GivesTheErrorsAndTheRest()
    {
        Write("a.yaml", 1, "a");
        await File.WriteAllTextAsync(Path.Combine(_path, "b.yaml"), "nmae: b");

        var catalog = (await Read()).Catalog;

        Assert.True(catalog.HasErrors);
        Assert.Equal(["a"], catalog.Definitions.Select(d => d.Name));
        Assert.Equal("broken", catalog.Entries[1].StateText);
        Assert.Contains(catalog.Problems, p => p.ToString() == "b.yaml:1:1: error: Unknown key `nmae` in a definition; did you mean `name`?");
    }

    [Fact]
    public async Task Reload_FolderEmptiedOrGone_ChangesNothingAndAlarmsOnce()
    {
        Write("a.yaml", 1, "a");
        await Read();
        File.Delete(Path.Combine(_path, "a.yaml"));

        var refused = Assert.IsType<ReloadResult.Refused>(await _sut.ReloadAsync());
        await _sut.ReloadAsync();

        Assert.Equal($"The folder {_path} holds no definition (*.yaml); to end all of them, set `enabled: false` in each.", refused.Reason);
        Assert.Equal(refused.Reason, _sut.Alarm);
        Assert.NotNull(_sut.Current.Find("a"));
        Assert.Single(_log.Events, 1104);

        Directory.Delete(_path);
        Assert.StartsWith($"The folder {_path} cannot be read: ", Assert.IsType<ReloadResult.Refused>(await _sut.ReloadAsync()).Reason, StringComparison.Ordinal);
        Assert.NotNull(_sut.Current.Find("a"));
        Directory.CreateDirectory(_path);
        Write("a.yaml", 1, "a");
        await Read();
        Assert.Null(_sut.Alarm);
    }

    [Fact]
    public async Task Reload_IdOrNameTakenTwice_IsRefusedInTheFileThatCameLater()
    {
        Write("b.yaml", 1, "b");
        await Read();
        Write("a.yaml", 1, "a");
        Write("c.yaml", 3, "b");

        var catalog = (await Read()).Catalog;

        Assert.Equal(
        [
            $"a.yaml:1:5: error: The id {Id(1)} is already used in b.yaml: make a new one with `uuidgen`.",
            "c.yaml:2:7: error: The name `b` is already used in b.yaml: choose another.",
        ], catalog.Problems.Where(p => p.Severity == ProblemSeverity.Error).Select(p => p.ToString()));
        Assert.Equal(["b"], catalog.Definitions.Select(d => d.Name));
    }

    [Fact]
    public async Task Reload_TwoFilesSwapTheirIds_BothAreReadAgain()
    {
        Write("a.yaml", 1, "a");
        Write("b.yaml", 2, "b");
        await Read();
        Write("a.yaml", 2, "b");
        Write("b.yaml", 1, "a");

        var read = await Read();

        Assert.False(read.Catalog.HasErrors);
        Assert.Equal(["b.yaml", "a.yaml"], read.Catalog.Definitions.Select(d => d.File));
    }

    [Fact]
    public async Task Reload_LinkThatLeadsOut_IsRefused()
    {
        var outside = Path.Combine(Directory.CreateTempSubdirectory("outside").FullName, "x.yaml");
        await File.WriteAllTextAsync(outside, "id: 1");
        Write("a.yaml", 1, "a");
        await Read();
        File.CreateSymbolicLink(Path.Combine(_path, "x.yaml"), outside);

        var refused = Assert.IsType<ReloadResult.Refused>(await _sut.ReloadAsync());

        Assert.Equal($"The folder {_path} cannot be read: The file x.yaml is a link that leads out of the folder: put the file itself there.", refused.Reason);
        Assert.NotNull(_sut.Current.Find("a"));
    }

    [Fact]
    public async Task Reload_FilesMountedAsLinksInsideTheFolder_AreRead()
    {
        Write("..2026/a.yaml", 1, "a");
        Directory.CreateSymbolicLink(Path.Combine(_path, "..data"), "..2026");
        File.CreateSymbolicLink(Path.Combine(_path, "a.yaml"), Path.Combine("..data", "a.yaml"));

        Assert.Equal(["a.yaml"], (await Read()).Catalog.Entries.Select(e => e.File));
    }

    [Fact]
    public async Task Reload_ListenerThrows_TheOthersHearOfItAndTheCatalogIsInUse()
    {
        Write("a.yaml", 1, "a");
        var heard = 0;
        _sut.OnChange(_ => throw new InvalidOperationException("listener"));
        _sut.OnChange(_ => heard++);

        await Read();

        Assert.Equal(1, heard);
        Assert.NotNull(_sut.Current.Find("a"));
        Assert.Single(_log.Events, 1106);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_FileWritten_IsSeenByPollingOrByTheHintAlone(bool polling)
    {
        Write("a.yaml", 1, "a");
        await Read();
        var seen = new TaskCompletionSource<CatalogChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        _sut.OnChange(change => seen.TrySetResult(change));
        using var stop = new CancellationTokenSource();
        var watching = _sut.WatchAsync(polling ? TimeSpan.FromMilliseconds(20) : TimeSpan.FromDays(1), stop.Token);

        Write("b.yaml", 2, "b");
        var change = await seen.Task.WaitAsync(TimeSpan.FromMinutes(2));
        await stop.CancelAsync();
        await watching.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.False(change.IsEmpty);
    }

    private async Task<ReloadResult.Read> Read() => Assert.IsType<ReloadResult.Read>(await _sut.ReloadAsync());

    private void Write(string file, int id, string name, string owner = "team")
    {
        var path = Path.Combine(_path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $$"""
            id: {{Id(id)}}
            name: {{name}}
            owner: {{owner}}
            trigger: [{ event: x.y }]
            rules: [{ id: one, emit: [{ title: t, target_repo: r }] }]
            """, Encoding.UTF8);
    }

    private static Guid Id(int number) => new(number, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);

    private sealed class RecordingLogger : ILogger<DefinitionFolder>
    {
        public ConcurrentQueue<int> Events { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Events.Enqueue(eventId.Id);
    }
}
