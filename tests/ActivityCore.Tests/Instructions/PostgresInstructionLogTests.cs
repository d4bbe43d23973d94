using ActivityCore.Tests.Storage;

namespace ActivityCore.Tests.Instructions;

public sealed class PostgresInstructionLogTests(PostgresFixture server) : InstructionLogConformance, IClassFixture<PostgresFixture>
{
    private protected override async Task<TestDatabase> CreateAsync() => await TestDatabase.PostgresAsync(await server.CreateDatabaseAsync());
}
