using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace ActivityCore.Storage;

/// <summary>
/// An SQLite file with a write-ahead log, every commit on disk before a call returns. Several processes may open it. Within a process the writes that queue up
/// while a commit is under way share the next one.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private const int WritesPerCommit = 64;
    private readonly string _connectionString;
    private readonly Channel<SqliteWrite> _writes = Channel.CreateUnbounded<SqliteWrite>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writer;

    static SqliteDatabase() => SQLitePCL.Batteries_V2.Init();

    public SqliteDatabase(string file)
    {
        var path = Path.GetFullPath(file);
        MakeFolder(Path.GetDirectoryName(path)!);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 30 }.ConnectionString;
        Description = $"SQLite {path}";
        _writer = Task.Run(WriteQueuedAsync);
    }

    public override Dialect Dialect => Dialect.Sqlite;

    public override string Description { get; }

    public override async Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await work(new Session(Dialect, connection, transaction: null, cancellationToken));
    }

    public override async Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var write = new SqliteWrite<T>(work);
        ObjectDisposedException.ThrowIf(!_writes.Writer.TryWrite(write), this);

        // Once queued it is carried out, as a commit that was sent to a server would be.
        return await write.Completion;
    }

    public override async ValueTask DisposeAsync()
    {
        _writes.Writer.TryComplete();
        await _writer;
        await using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            SqliteLockWait.Apply(connection);
            await using var command = connection.CreateCommand();
            command.CommandText = "pragma journal_mode = wal; pragma synchronous = full;";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task WriteQueuedAsync()
    {
        var batch = new List<SqliteWrite>(WritesPerCommit);
        while (await _writes.Reader.WaitToReadAsync())
        {
            while (batch.Count < WritesPerCommit && _writes.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }

            await CommitAsync(batch);
            batch.Clear();
        }
    }

    private async Task CommitAsync(List<SqliteWrite> batch)
    {
        try
        {
            await using var connection = await OpenAsync(CancellationToken.None);
            await using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var write in batch)
            {
                await transaction.SaveAsync("write");
                if (!await write.TryRunAsync(new Session(Dialect, connection, transaction, CancellationToken.None)))
                {
                    // Only this one is undone; the others of the batch know nothing of it.
                    await transaction.RollbackAsync("write");
                }

                await transaction.ReleaseAsync("write");
            }

            await transaction.CommitAsync();
        }
        catch (Exception e)
        {
            batch.ForEach(write => write.Fail(e));
            return;
        }

        batch.ForEach(write => write.Complete());
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An installation whose DATABASE_URL is still an empty placeholder ends up here.
            throw new StorageException($"The folder {folder} for the SQLite file cannot be made: {e.Message} Set DATABASE_URL to use PostgreSQL, or ACTIVITY_CORE_DATA to a folder that can be written.");
        }
    }
}
