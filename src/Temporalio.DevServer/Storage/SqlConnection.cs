using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Temporalio.DevServer.Storage;

/// <summary>One connection with its prepared statements, by their text. Used by one thread at a time.</summary>
internal sealed class SqlConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqlStatement> _statements = new(StringComparer.Ordinal);

    static SqlConnection() => Batteries_V2.Init();

    public SqlConnection(string? path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path ?? ":memory:",
            Mode = path is null ? SqliteOpenMode.Memory : SqliteOpenMode.ReadWriteCreate,
            Cache = SqliteCacheMode.Private,
            Pooling = false,
        }.ToString());
        try
        {
            _connection.Open();
        }
        catch (SqliteException e)
        {
            throw new StorageException($"Cannot open the database '{path}': {e.Message}", e);
        }
    }

    private sqlite3 Handle => _connection.Handle ?? throw new ObjectDisposedException(nameof(SqlConnection));

    /// <summary>The statement of this text, prepared on first use and kept.</summary>
    public SqlStatement this[string sql]
    {
        get
        {
            if (!_statements.TryGetValue(sql, out var statement))
                _statements.Add(sql, statement = new SqlStatement(Handle, sql));
            return statement;
        }
    }

    /// <summary>A statement for one use; the caller disposes it.</summary>
    public SqlStatement Prepare(string sql) => new(Handle, sql);

    /// <summary>Runs a script of several statements.</summary>
    public void Script(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Only texts of this assembly come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        try
        {
            command.ExecuteNonQuery();
        }
        catch (SqliteException e)
        {
            throw new StorageException(e.Message, e);
        }
    }

    public long Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        _connection.Dispose();
    }
}
