namespace ActivityCore.Tests.Storage;

public sealed class SqliteMigrationTests : MigrationConformance
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.SqliteAsync(migrate: false);
}
