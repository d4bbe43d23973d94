namespace ActivityCore.Tests.Storage;

public sealed class SqliteDeadLetterTests : DeadLetterConformance
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.SqliteAsync();
}
