namespace ActivityCore.Tests.Storage;

public sealed class SqliteRetentionTests : RetentionConformance
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.SqliteAsync();
}
