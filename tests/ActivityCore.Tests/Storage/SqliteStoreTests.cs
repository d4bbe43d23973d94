namespace ActivityCore.Tests.Storage;

public sealed class SqliteStoreTests : StoreConformance
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.SqliteAsync();
}
