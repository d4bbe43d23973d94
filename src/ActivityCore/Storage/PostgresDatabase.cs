using System.Data.Common;
using Npgsql;

namespace ActivityCore.Storage;

/// <summary>PostgreSQL through a pool of connections.</summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>Connections of one process, unless DATABASE_URL names another number.</summary>
    public const int DefaultPoolSize = 32;

    private const string MaxPoolSize = "Maximum Pool Size";
    private const int Tries = 5;
    private readonly NpgsqlDataSource _source;

    public PostgresDatabase(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.ApplicationName ??= "activity-core";
        if (!new DbConnectionStringBuilder { ConnectionString = connectionString }.ContainsKey(MaxPoolSize))
        {
            // Npgsql's own 100 would let one process take all that a server has by default.
            builder.MaxPoolSize = DefaultPoolSize;
        }

        _source = NpgsqlDataSource.Create(builder.ConnectionString);
        Description = $"PostgreSQL {builder.Host}:{builder.Port}/{builder.Database}";
    }

    /// <summary>As the pool is made.</summary>
    internal string ConnectionString => _source.ConnectionString;

    public override Dialect Dialect => Dialect.Postgres;

    public override string Description { get; }

    public override async Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        return await work(new Session(Dialect, connection, transaction: null, cancellationToken));
    }

    public override async Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var result = await work(new Session(Dialect, connection, transaction, cancellationToken));
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (PostgresException e) when (attempt < Tries && e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected)
            {
                // The server has undone this transaction in favour of another one; the next try sees what that one wrote.
            }
        }
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}
