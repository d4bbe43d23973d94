namespace ActivityCore.Tests.Storage;

public sealed class PostgresDeadLetterTests(PostgresFixture server) : DeadLetterConformance, IClassFixture<PostgresFixture>
{
    private protected override async Task<TestDatabase> CreateAsync() => await TestDatabase.PostgresAsync(await server.CreateDatabaseAsync());
}
