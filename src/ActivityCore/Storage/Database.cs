namespace ActivityCore.Storage;

/// <summary>The seam between the stores and the two databases. Safe to share.</summary>
internal abstract class Database : IAsyncDisposable
{
    public abstract Dialect Dialect { get; }

    /// <summary>Where it is, without secrets.</summary>
    public abstract string Description { get; }

    /// <summary>Runs statements that only read.</summary>
    public abstract Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// Runs the work in a transaction and returns when it is durable. The work may run again after a conflict with another transaction, and must not call the database in any other way.
    /// </summary>
    public abstract Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>The database that the options name.</summary>
    public static Database Open(StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return DatabaseAddress.Parse(options) switch
        {
            DatabaseAddress.Postgres postgres => new PostgresDatabase(postgres.ConnectionString),
            DatabaseAddress.Sqlite sqlite => new SqliteDatabase(sqlite.File),
            _ => throw new InvalidOperationException("Unreachable: the set of addresses is closed."),
        };
    }
}
