using SQLitePCL;

namespace Temporalio.DevServer.Storage;

/// <summary>A statement prepared once and run many times on one connection. Not thread-safe.</summary>
internal sealed class SqlStatement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;

    public SqlStatement(sqlite3 db, string sql)
    {
        _db = db;
        Check(raw.sqlite3_prepare_v2(db, sql, out _statement));
    }

    public SqlStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public SqlStatement Bind(int index, double value)
    {
        Check(raw.sqlite3_bind_double(_statement, index, value));
        return this;
    }

    public SqlStatement Bind(int index, long? value) => value is { } v ? Bind(index, v) : BindNull(index);

    public SqlStatement Bind(int index, string? value)
    {
        if (value is null)
            return BindNull(index);
        Check(raw.sqlite3_bind_text(_statement, index, value));
        return this;
    }

    public SqlStatement Bind(int index, byte[] value)
    {
        Check(raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    public SqlStatement BindAny(int index, object? value) => value switch
    {
        null => BindNull(index),
        string s => Bind(index, s),
        long l => Bind(index, l),
        int i => Bind(index, (long)i),
        bool b => Bind(index, b ? 1L : 0L),
        double d => Bind(index, d),
        byte[] bytes => Bind(index, bytes),
        _ => throw new ArgumentException($"No SQL form of {value.GetType()}.", nameof(value)),
    };

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
            return false;
        var error = Error(code);
        Reset();
        throw error;
    }

    public void Execute()
    {
        Step();
        Reset();
    }

    public void Reset()
    {
        raw.sqlite3_reset(_statement);
        raw.sqlite3_clear_bindings(_statement);
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public void Dispose() => _statement.Dispose();

    private SqlStatement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Error(code);
    }

    private StorageException Error(int code) => new($"SQLite error {code}: {raw.sqlite3_errmsg(_db).utf8_to_string()}");
}
