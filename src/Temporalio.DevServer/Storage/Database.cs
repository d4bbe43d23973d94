using System.Collections.Concurrent;

namespace Temporalio.DevServer.Storage;

/// <summary>
/// One SQLite database: a single writer that commits in groups, and readers beside it. In memory, readers share the
/// writer's connection. Thread-safe.
/// </summary>
internal sealed class Database : IDisposable
{
    private const int MaxGroup = 512;

    private readonly SqlConnection _writer;
    private readonly ConcurrentBag<SqlConnection> _readers = [];
    private readonly BlockingCollection<PendingWrite> _queue = new(new ConcurrentQueue<PendingWrite>());
    private readonly Lock _writerLock = new();
    private readonly FileStream? _fileLock;
    private readonly Thread _thread;
    private readonly string? _path;
    private long _commits;
    private long _groups;
    private int _disposed;

    public Database(string? path)
    {
        _path = path is null ? null : Path.GetFullPath(path);
        _fileLock = DatabaseFile.Lock(_path);
        try
        {
            _writer = new SqlConnection(_path);
            DatabaseFile.Prepare(_writer, _path);
        }
        catch
        {
            _writer?.Dispose();
            _fileLock?.Dispose();
            throw;
        }

        _thread = new Thread(WriteLoop) { IsBackground = true, Name = "Temporal storage writer" };
        _thread.Start();
    }

    /// <summary>Writes that were made durable.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Transactions, each of one sync to disk, that carried them.</summary>
    public long Groups => Interlocked.Read(ref _groups);

    /// <summary>Writes that wait for the writer.</summary>
    internal int Waiting => _queue.Count;

    /// <summary>Queues a write; the task ends when it is durable, or fails with the reason why it is not.</summary>
    public Task WriteAsync(Action<SqlConnection> apply)
    {
        var write = new PendingWrite(apply);
        try
        {
            _queue.Add(write);
        }
        catch (InvalidOperationException e)
        {
            throw new StorageException("The service is shutting down.", e);
        }

        return write.Done.Task;
    }

    public T Read<T>(Func<SqlConnection, T> read)
    {
        if (_path is null)
        {
            lock (_writerLock)
                return read(_writer);
        }

        if (!_readers.TryTake(out var connection))
        {
            connection = new SqlConnection(_path);
            connection.Script("PRAGMA query_only = 1; PRAGMA busy_timeout = 5000;");
        }

        try
        {
            return read(connection);
        }
        finally
        {
            if (Volatile.Read(ref _disposed) == 0)
                _readers.Add(connection);
            else
                connection.Dispose();
        }
    }

    public void Dispose() => Close(checkpoint: true);

    /// <summary>Ends without the tidy checkpoint, as a killed process would; for tests of recovery.</summary>
    internal void Abandon() => Close(checkpoint: false);

    private void Close(bool checkpoint)
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _queue.CompleteAdding();
        _thread.Join();
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        if (_path is not null && checkpoint)
            _writer.Script("PRAGMA wal_checkpoint(TRUNCATE);");
        if (_path is not null && !checkpoint)
            _writer.Script("PRAGMA wal_autocheckpoint = 0;");
        _writer.Dispose();
        _fileLock?.Dispose();
        _queue.Dispose();
    }

    private void WriteLoop()
    {
        var group = new List<PendingWrite>(MaxGroup);
        while (true)
        {
            group.Clear();
            try
            {
                group.Add(_queue.Take());
            }
            catch (InvalidOperationException)
            {
                return;
            }

            while (group.Count < MaxGroup && _queue.TryTake(out var more))
                group.Add(more);
            lock (_writerLock)
                Commit(group);
        }
    }

    private void Commit(List<PendingWrite> group)
    {
        var failure = TryCommit(group);
        if (failure is null)
        {
            foreach (var write in group)
                write.Done.TrySetResult();
            return;
        }

        // One bad write must not take the others with it: each gets its own transaction.
        foreach (var write in group)
        {
            var own = group.Count == 1 ? failure : TryCommit([write]);
            if (own is null)
                write.Done.TrySetResult();
            else
                write.Done.TrySetException(own);
        }
    }

    private StorageException? TryCommit(List<PendingWrite> group)
    {
        try
        {
            _writer["BEGIN IMMEDIATE"].Execute();
            foreach (var write in group)
                write.Apply(_writer);
            _writer["COMMIT"].Execute();
            Interlocked.Add(ref _commits, group.Count);
            Interlocked.Increment(ref _groups);
            return null;
        }
#pragma warning disable CA1031 // Every failure reaches the callers of this group through their tasks.
        catch (Exception e)
#pragma warning restore CA1031
        {
            try
            {
                _writer["ROLLBACK"].Execute();
            }
            catch (StorageException)
            {
                // Nothing was begun.
            }

            return e as StorageException ?? new StorageException(e.Message, e);
        }
    }

    private sealed class PendingWrite(Action<SqlConnection> apply)
    {
        public Action<SqlConnection> Apply { get; } = apply;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
