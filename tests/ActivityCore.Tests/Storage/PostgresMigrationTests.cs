namespace ActivityCore.Tests.Storage;

public sealed class PostgresMigrationTests(PostgresFixture server) : MigrationConformance, IClassFixture<PostgresFixture>
{
    private protected override async Task<TestDatabase> CreateAsync() => await TestDatabase.PostgresAsync(await server.CreateDatabaseAsync(), migrate: false);
}
