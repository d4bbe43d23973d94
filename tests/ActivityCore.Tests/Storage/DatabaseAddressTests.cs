using ActivityCore.Storage;
using Npgsql;

namespace ActivityCore.Tests.Storage;

public sealed class DatabaseAddressTests
{
    [Fact]
    public void Parse_NothingSet_IsTheSqliteFile() =>
        Assert.Equal(new DatabaseAddress.Sqlite("activity-core.db"), DatabaseAddress.Parse(new StorageOptions()));

    [Fact]
    public void Parse_SqliteUrl_IsThatFile() =>
        Assert.Equal(new DatabaseAddress.Sqlite("/data/a.db"), DatabaseAddress.Parse(new StorageOptions { DatabaseUrl = "sqlite:/data/a.db" }));

    [Theory]
    [InlineData("postgres://alice:p%40ss@db.example:5433/activity?sslmode=verify-full&application_name=x", "db.example", 5433, "alice", "p@ss", "activity")]
    [InlineData("postgresql://db.example", "db.example", 5432, null, null, null)]
    [InlineData("Host=db.example;Username=alice;Password=p@ss;Database=activity", "db.example", 5432, "alice", "p@ss", "activity")]
    public void Parse_PostgresAddress_IsUnderstood(string url, string host, int port, string? user, string? password, string? database)
    {
        var address = Assert.IsType<DatabaseAddress.Postgres>(DatabaseAddress.Parse(new StorageOptions { DatabaseUrl = url }));

        var parsed = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        Assert.Equal((host, port, user, password, database), (parsed.Host, parsed.Port, parsed.Username, parsed.Password, parsed.Database));
        Assert.Equal(url.Contains("verify-full", StringComparison.Ordinal) ? SslMode.VerifyFull : SslMode.Prefer, parsed.SslMode);
    }

    [Fact]
    public void Parse_UsualVariables_AreUnderstood()
    {
        var address = Assert.IsType<DatabaseAddress.Postgres>(DatabaseAddress.Parse(
            new StorageOptions { PgHost = "/run/postgresql", PgUser = "alice", PgDatabase = "activity", PgSslMode = "verify-ca" }));

        var parsed = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        Assert.Equal(("/run/postgresql", 5432, "alice", "activity", SslMode.VerifyCA), (parsed.Host, parsed.Port, parsed.Username, parsed.Database, parsed.SslMode));
    }

    [Theory]
    [InlineData("postgres://alice:canary-4711@/activity")]
    [InlineData("postgres://alice:canary-4711@db/activity?sslmode=sometimes")]
    [InlineData("Username=alice;Password=canary-4711")]
    [InlineData("Host=db;Nonsense=canary-4711")]
    [InlineData("mysql://alice:canary-4711@db/activity")]
    public void Parse_WhatCannotBe_SaysSoWithoutThePassword(string url)
    {
        var error = Assert.Throws<StorageException>(() => DatabaseAddress.Parse(new StorageOptions { DatabaseUrl = url }));

        Assert.StartsWith("DATABASE_URL", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", error.ToString(), StringComparison.Ordinal);
    }
}
