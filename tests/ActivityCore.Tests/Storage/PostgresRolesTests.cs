using ActivityCore.Storage;
using Npgsql;

namespace ActivityCore.Tests.Storage;

/// <summary>The program's own role on PostgreSQL: it can do its work, and neither change the schema nor what is settled.</summary>
public sealed class PostgresRolesTests(PostgresFixture server) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData("create table evil (id text)")]
    [InlineData("alter table runs add column evil text")]
    [InlineData("drop table dead_letters")]
    [InlineData("drop trigger task_spawn_log_is_final on task_spawn_log")]
    [InlineData("create or replace function task_spawn_log_is_final() returns trigger language plpgsql as 'begin return new; end'")]
    [InlineData("alter table task_spawn_log disable trigger all")]
    [InlineData("truncate events")]
    [InlineData("delete from events")]
    [InlineData("delete from runs")]
    [InlineData("delete from task_spawn_log")]
    [InlineData("delete from dead_letters")]
    [InlineData("update runs set definition_hash = 'evil'")]
    [InlineData("update events set id = 'evil'")]
    [InlineData("update task_spawn_log set task_key = 'evil'")]
    [InlineData("update activity_definition_versions set source = 'evil'")]
    [InlineData("insert into schema_history values (9000, 'evil', 'x', now(), true)")]
    [InlineData("set session_replication_role = replica")]
    public async Task AppRole_BeyondItsWork_IsRefused(string statement)
    {
        await using var database = await TestDatabase.PostgresAsync(await server.CreateDatabaseForAppAsync(), migrate: false);

        var error = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task AppRole_AtStart_FindsTheSchemaCurrentAndCannotMigrate()
    {
        await using var database = await TestDatabase.PostgresAsync(await server.CreateDatabaseForAppAsync(), migrate: false);

        await database.Migrations.EnsureCurrentAsync();
        var error = await Assert.ThrowsAsync<PostgresException>(() => database.Migrations.MigrateAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task Grant_Again_ChangesNothing()
    {
        await using var app = await TestDatabase.PostgresAsync(await server.CreateDatabaseForAppAsync(), migrate: false);
        var owner = new NpgsqlConnectionStringBuilder(app.ConnectionString) { Username = RealComponents.PostgresServer.User }.ConnectionString;
        await using var database = await TestDatabase.PostgresAsync(owner, migrate: false);

        await database.Migrations.GrantAsync(PostgresFixture.AppRole);

        Assert.True((await app.Runs.AddAsync(Samples.Run(Samples.Event()))).IsNew);
    }

    [Fact]
    public async Task Grant_RoleThatIsNotThereOrCouldDoAnything_IsRefusedWithTheCure()
    {
        await using var database = await TestDatabase.PostgresAsync(await server.CreateDatabaseAsync());

        var missing = await Assert.ThrowsAsync<StorageException>(() => database.Migrations.GrantAsync("nobody"));
        var super = await Assert.ThrowsAsync<StorageException>(() => database.Migrations.GrantAsync(RealComponents.PostgresServer.User));

        Assert.Contains("create role \"nobody\" login", missing.Message, StringComparison.Ordinal);
        Assert.Contains("may still change the schema public", super.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryTable_HasItsRightsLaidDown()
    {
        await using var database = await TestDatabase.PostgresAsync(await server.CreateDatabaseAsync());

        var tables = await database.QueryAsync("select tablename from pg_catalog.pg_tables where schemaname = 'public' and tablename <> 'schema_history'");

        Assert.Equal(tables.Order(StringComparer.Ordinal), AppGrants.Tables.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Grant_OnAnSqliteFile_SaysThatItIsForPostgres()
    {
        await using var database = await TestDatabase.SqliteAsync();

        await Assert.ThrowsAsync<StorageException>(() => database.Migrations.GrantAsync("app"));
    }

    [Theory]
    [InlineData("Host=h;Database=d", PostgresDatabase.DefaultPoolSize)]
    [InlineData("Host=h;Database=d;Maximum Pool Size=7", 7)]
    [InlineData("postgres://u@h/d?Maximum%20Pool%20Size=9", 9)]
    public async Task Pool_IsBoundedUnlessTheAddressSaysOtherwise(string url, int expected)
    {
        await using var database = (PostgresDatabase)Database.Open(new StorageOptions { DatabaseUrl = url });

        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(database.ConnectionString).MaxPoolSize);
    }
}
