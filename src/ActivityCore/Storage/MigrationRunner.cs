using System.Text;

namespace ActivityCore.Storage;

/// <summary>Brings the schema to the version that this program needs. Several processes may try at once: one does it, the others find it done. Safe to share.</summary>
public sealed class MigrationRunner
{
    private const string CreateHistory = """
        create table if not exists schema_history (
            version integer primary key,
            description text not null,
            checksum text not null,
            installed_on timestamptz not null,
            success boolean not null
        )
        """;

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<Migration> _migrations;

    internal MigrationRunner(Database database, TimeProvider time, IReadOnlyList<Migration>? migrations = null)
    {
        _database = database;
        _time = time;
        _migrations = migrations ?? Migration.Load(database.Dialect);
    }

    /// <summary>The database in words, without secrets.</summary>
    public string Database => _database.Description;

    /// <summary>Which database it is: the embedded default is migrated at start, PostgreSQL by command.</summary>
    public Dialect Dialect => _database.Dialect;

    /// <summary>
    /// Applies what is pending in one transaction and returns it. Throws <see cref="StorageException"/> when the database is newer than this program, or a step was
    /// applied from another text; then nothing is changed.
    /// </summary>
    public Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellationToken = default) => _database.WriteAsync<IReadOnlyList<Migration>>(async session =>
    {
        await session.LockAsync("activity-core schema");
        await session.ExecuteAsync(CreateHistory);
        var status = await ReadAsync(session);
        ThrowIfUnusable(status);
        var pending = _migrations.Where(migration => status.Any(row => row.Version == migration.Version && row.State == MigrationState.Pending)).ToList();
        foreach (var migration in pending)
        {
            await session.ExecuteAsync(migration.Sql);
            await session.ExecuteAsync(
                "insert into schema_history (version, description, checksum, installed_on, success) values (@Version, @Description, @Checksum, @now, true)",
                new { migration.Version, migration.Description, migration.Checksum, now = session.Time(_time.GetUtcNow()) });
        }

        return pending;
    }, cancellationToken);

    /// <summary>
    /// Gives the program's role what it needs and nothing more: no DDL, no delete (PostgreSQL only). To be run as the owner after each migration.
    /// Throws <see cref="StorageException"/> when there is no such role, or it could change the schema all the same.
    /// </summary>
    public Task GrantAsync(string role, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(role);
        return Dialect == Dialect.Postgres
            ? _database.WriteAsync(
                async session =>
                {
                    await AppGrants.ApplyAsync(session, role);
                    return true;
                },
                cancellationToken)
            : throw new StorageException("An SQLite file knows no roles: --grant-to is for PostgreSQL.");
    }

    /// <summary>Every step that either this program or the database knows. Changes nothing.</summary>
    public Task<IReadOnlyList<MigrationStatus>> StatusAsync(CancellationToken cancellationToken = default) => _database.ReadAsync(ReadAsync, cancellationToken);

    /// <summary>Throws <see cref="StorageException"/> with the cure unless the schema is exactly the one that this program needs. Changes nothing.</summary>
    public async Task EnsureCurrentAsync(CancellationToken cancellationToken = default)
    {
        var status = await StatusAsync(cancellationToken);
        ThrowIfUnusable(status);
        if (status.Count(row => row.State == MigrationState.Pending) is > 0 and var pending)
        {
            throw new StorageException($"{Database} lacks {pending} schema migrations. Run: activity-core migrate");
        }
    }

    /// <summary>The text of every step, for review or to be applied by hand.</summary>
    public string Script()
    {
        var text = new StringBuilder(CreateHistory).Append(";\n");
        foreach (var migration in _migrations)
        {
            text.Append($"\n-- V{migration.Version:D4} {migration.Description}\n").Append(migration.Sql.Trim()).Append('\n').Append(
                $"insert into schema_history (version, description, checksum, installed_on, success) values ({migration.Version}, '{migration.Description}', '{migration.Checksum}', current_timestamp, true);\n");
        }

        return text.ToString();
    }

    private async Task<IReadOnlyList<MigrationStatus>> ReadAsync(Session session)
    {
        var applied = await HasHistoryAsync(session)
            ? await session.QueryAsync<HistoryRow>("select version, description, checksum, installed_on as InstalledOn from schema_history where success order by version")
            : [];
        var rows = _migrations.Select(migration => applied.FirstOrDefault(row => row.Version == migration.Version) is { } row
            ? new MigrationStatus(migration.Version, migration.Description,
                string.Equals(row.Checksum, migration.Checksum, StringComparison.Ordinal) ? MigrationState.Applied : MigrationState.Changed, DbText.ReadTime(row.InstalledOn))
            : new MigrationStatus(migration.Version, migration.Description, MigrationState.Pending, InstalledOn: null));
        return [.. rows, .. applied.Where(row => _migrations.All(migration => migration.Version != row.Version))
            .Select(row => new MigrationStatus(row.Version, row.Description, MigrationState.Unknown, DbText.ReadTime(row.InstalledOn)))];
    }

    private static async Task<bool> HasHistoryAsync(Session session) => await session.ScalarAsync<long>(session.Dialect == Dialect.Sqlite
        ? "select count(*) from sqlite_master where type = 'table' and name = 'schema_history'"
        : "select count(*) from pg_catalog.pg_class where oid = to_regclass('schema_history')") > 0;

    private void ThrowIfUnusable(IReadOnlyList<MigrationStatus> status)
    {
        if (status.FirstOrDefault(row => row.State == MigrationState.Unknown) is { } unknown)
        {
            throw new StorageException(
                $"{Database} has schema version {unknown.Version} ({unknown.Description}), which this program does not know: it knows {_migrations.Count}. Run the newer program that made it.");
        }

        if (status.FirstOrDefault(row => row.State == MigrationState.Changed) is { } changed)
        {
            throw new StorageException(
                $"{Database} was migrated to version {changed.Version} ({changed.Description}) from another text than this program carries. A shipped migration is never edited: run the program that made it.");
        }
    }

    private sealed class HistoryRow
    {
        public required int Version { get; init; }

        public required string Description { get; init; }

        public required string Checksum { get; init; }

        public required object InstalledOn { get; init; }
    }
}
