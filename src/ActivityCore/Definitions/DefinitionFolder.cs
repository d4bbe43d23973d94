using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Definitions;

/// <summary>
/// The folder of definitions and the catalog in use: the only part of this feature that does I/O. A reload builds a whole new
/// catalog and swaps one reference. An empty or unreadable folder changes nothing and raises an alarm. Safe for concurrent use.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="loader">Reads each file.</param>
/// <param name="time">Times the polling.</param>
/// <param name="logger">Hears of every change and alarm.</param>
public sealed class DefinitionFolder(string path, DefinitionLoader loader, TimeProvider time, ILogger<DefinitionFolder> logger) : IDisposable
{
    private readonly SemaphoreSlim _reloading = new(1, 1);
    private DefinitionCatalog _current = DefinitionCatalog.Empty;
    private ImmutableArray<Action<CatalogChange>> _listeners = [];
    private string? _alarm;

    /// <summary>The catalog in use; empty before the first reload.</summary>
    public DefinitionCatalog Current => Volatile.Read(ref _current);

    /// <summary>Why the last reload left everything as it was; null where it did not.</summary>
    public string? Alarm => Volatile.Read(ref _alarm);

    /// <summary>
    /// Reads the folder now. Whether a first catalog with broken files, or none at all, is good enough to start with is the process's to decide.
    /// </summary>
    public async Task<ReloadResult> ReloadAsync(CancellationToken cancellationToken = default)
    {
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            var (files, refusal) = await ReadFilesAsync(cancellationToken);
            if (refusal is not null)
            {
                // Once for each reason: a poll every few seconds must not drown the log.
                if (refusal != _alarm)
                    Log.FolderRefused(logger, refusal);

                Volatile.Write(ref _alarm, refusal);
                return new ReloadResult.Refused(refusal);
            }

            var before = Current;
            var catalog = CatalogBuilder.IsCurrent(before, files) ? before : CatalogBuilder.Build(loader, files, before);
            var change = CatalogChange.Between(before, catalog);
            Volatile.Write(ref _alarm, null);
            Volatile.Write(ref _current, catalog);
            Report(change);
            return new ReloadResult.Read(catalog, change);
        }
        finally
        {
            _reloading.Release();
        }
    }

    /// <summary>Reloads every <paramref name="interval"/>, and at once where the file system tells of a change, until cancelled.</summary>
    public async Task WatchAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        // One waiting hint is enough: the reload that follows sees every change so far.
        var hints = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watcher = Watch(() => hints.Writer.TryWrite(true));
        using var timer = time.CreateTimer(_ => hints.Writer.TryWrite(true), null, interval, interval);
        try
        {
            while (await hints.Reader.WaitToReadAsync(cancellationToken))
            {
                hints.Reader.TryRead(out _);
                await ReloadAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way to end it.
        }
    }

    /// <summary>Calls <paramref name="listener"/> after every reload that changed something, on the reloading thread and before the reload returns.</summary>
    public void OnChange(Action<CatalogChange> listener) => ImmutableInterlocked.Update(ref _listeners, (all, one) => all.Add(one), listener);

    /// <inheritdoc/>
    public void Dispose() => _reloading.Dispose();

    private async Task<(IReadOnlyList<KeyValuePair<string, byte[]>> Files, string? Refusal)> ReadFilesAsync(CancellationToken cancellationToken)
    {
        try
        {
            var files = await FolderFiles.ReadAsync(path, cancellationToken);
            return files.Count == 0
                ? (files, $"The folder {path} holds no definition (*.yaml); to end all of them, set `enabled: false` in each.")
                : (files, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            return ([], $"The folder {path} cannot be read: {e.Message}");
        }
    }

    private FileSystemWatcher? Watch(Action hint)
    {
        try
        {
            var watcher = new FileSystemWatcher(path) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => hint();
            watcher.Created += (_, _) => hint();
            watcher.Deleted += (_, _) => hint();
            watcher.Renamed += (_, _) => hint();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            Log.WatchFailed(logger, path, e.Message);
            return null;
        }
    }

    private void Report(CatalogChange change)
    {
        foreach (var definition in change.Added)
            Log.DefinitionAdded(logger, definition.Name, definition.File, definition.Hash);

        foreach (var definition in change.Changed)
            Log.DefinitionChanged(logger, definition.Name, definition.File, definition.Hash);

        foreach (var definition in change.Removed)
            Log.DefinitionRemoved(logger, definition.Name, definition.File);

        foreach (var entry in change.Broken)
            Log.DefinitionBroken(logger, entry.File, entry.StateText, string.Join(" | ", entry.Problems.Where(p => p.Severity == ProblemSeverity.Error)));

        foreach (var listener in change.IsEmpty ? [] : _listeners)
            Tell(listener, change);
    }

    private void Tell(Action<CatalogChange> listener, CatalogChange change)
    {
        try
        {
            listener(change);
        }
        catch (Exception e)
        {
            // The catalog is swapped already; a listener's fault must end neither the reload nor the watching.
            Log.ListenerFailed(logger, e);
        }
    }
}
