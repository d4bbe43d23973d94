namespace ActivityCore.Tests.Storage;

public sealed class PostgresStoreTests(PostgresFixture server) : StoreConformance, IClassFixture<PostgresFixture>
{
    private protected override async Task<TestDatabase> CreateAsync() => await TestDatabase.PostgresAsync(await server.CreateDatabaseAsync());
}
