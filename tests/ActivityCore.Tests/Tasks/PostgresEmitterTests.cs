using ActivityCore.Tests.Storage;

namespace ActivityCore.Tests.Tasks;

public sealed class PostgresEmitterTests(PostgresFixture server) : EmitterConformance, IClassFixture<PostgresFixture>
{
    private protected override async Task<TestDatabase> CreateAsync() => await TestDatabase.PostgresAsync(await server.CreateDatabaseAsync());
}
