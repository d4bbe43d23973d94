using ActivityCore.Tests.Storage;

namespace ActivityCore.Tests.Evidence;

public sealed class SqliteEvidenceSubmitterTests : EvidenceSubmitterConformance
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.SqliteAsync();
}

public sealed class PostgresEvidenceSubmitterTests(PostgresFixture server) : EvidenceSubmitterConformance, IClassFixture<PostgresFixture>
{
    private protected override async Task<TestDatabase> CreateAsync() => await TestDatabase.PostgresAsync(await server.CreateDatabaseAsync());
}
