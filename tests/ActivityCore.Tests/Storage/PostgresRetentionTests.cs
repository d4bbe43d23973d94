namespace ActivityCore.Tests.Storage;

public sealed class PostgresRetentionTests(PostgresFixture server) : RetentionConformance, IClassFixture<PostgresFixture>
{
    private protected override async Task<TestDatabase> CreateAsync() => await TestDatabase.PostgresAsync(await server.CreateDatabaseAsync());
}
