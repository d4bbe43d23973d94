using ActivityCore.Tests.Storage;

namespace ActivityCore.Tests.Tasks;

public sealed class SqliteEmitterTests : EmitterConformance
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.SqliteAsync();
}
