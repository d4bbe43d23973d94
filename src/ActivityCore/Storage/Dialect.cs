namespace ActivityCore.Storage;

/// <summary>The two databases.</summary>
public enum Dialect
{
    Sqlite,
    Postgres,
}
