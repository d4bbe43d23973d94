using System.Data.Common;
using Dapper;

namespace ActivityCore.Storage;

/// <summary>One connection, within a transaction where it writes. Lives as long as the call that it is handed to.</summary>
internal sealed class Session(Dialect dialect, DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
{
    public Dialect Dialect => dialect;

    public Task<int> ExecuteAsync(string sql, object? parameters = null) => connection.ExecuteAsync(Command(sql, parameters));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? parameters = null)
        where T : class => connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    public Task<T> ScalarAsync<T>(string sql, object? parameters = null) => connection.ExecuteScalarAsync<T>(Command(sql, parameters))!;

    /// <summary>A time as a parameter.</summary>
    public object Time(DateTimeOffset time) => dialect == Dialect.Sqlite ? DbText.WriteTime(time) : time.UtcDateTime;

    /// <summary>Holds everyone else out of the same name until the transaction ends. SQLite has one writer anyway.</summary>
    public Task LockAsync(string name) => dialect == Dialect.Sqlite
        ? Task.CompletedTask
        : ExecuteAsync("select pg_advisory_xact_lock(hashtextextended(@name, 0))", new { name });

    private CommandDefinition Command(string sql, object? parameters) => new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
