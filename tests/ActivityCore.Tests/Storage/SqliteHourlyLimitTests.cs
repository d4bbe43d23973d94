namespace ActivityCore.Tests.Storage;

public sealed class SqliteHourlyLimitTests : HourlyLimitConformance
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.SqliteAsync();
}
