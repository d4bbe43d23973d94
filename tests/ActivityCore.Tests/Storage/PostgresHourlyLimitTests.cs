namespace ActivityCore.Tests.Storage;

public sealed class PostgresHourlyLimitTests(PostgresFixture server) : HourlyLimitConformance, IClassFixture<PostgresFixture>
{
    private protected override async Task<TestDatabase> CreateAsync() => await TestDatabase.PostgresAsync(await server.CreateDatabaseAsync());
}
