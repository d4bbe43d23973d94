namespace ActivityCore.Storage;

/// <summary>Where rows are kept. Values are handed in; this folder reads no environment.</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// <c>DATABASE_URL</c>: <c>postgres://user:password@host:port/database?sslmode=require</c>, an Npgsql connection string, or <c>sqlite:FILE</c>.
    /// Null: <see cref="PgHost"/> decides.
    /// </summary>
    public string? DatabaseUrl { get; set; }

    /// <summary><c>PGHOST</c>. Null, as is <see cref="DatabaseUrl"/>: an SQLite file.</summary>
    public string? PgHost { get; set; }

    /// <summary><c>PGPORT</c>. Default 5432.</summary>
    public int? PgPort { get; set; }

    /// <summary><c>PGDATABASE</c>. Default: the user's name.</summary>
    public string? PgDatabase { get; set; }

    /// <summary><c>PGUSER</c>. Default: the system's user.</summary>
    public string? PgUser { get; set; }

    /// <summary><c>PGPASSWORD</c>.</summary>
    public string? PgPassword { get; set; }

    /// <summary><c>PGSSLMODE</c>: disable, allow, prefer, require, verify-ca or verify-full. Default: Npgsql's, prefer.</summary>
    public string? PgSslMode { get; set; }

    /// <summary>The SQLite file of the embedded default; its folder is made when missing. Default <c>activity-core.db</c> in the working folder.</summary>
    public string SqliteFile { get; set; } = "activity-core.db";
}
