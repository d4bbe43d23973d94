using ActivityCore.Tests.Storage;

namespace ActivityCore.Tests.Instructions;

public sealed class SqliteInstructionLogTests : InstructionLogConformance
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.SqliteAsync();
}
