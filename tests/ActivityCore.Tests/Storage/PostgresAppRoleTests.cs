using ActivityCore.Tests.Tasks;

namespace ActivityCore.Tests.Storage;

/// <summary>The same work as the program's own role, which has neither DDL nor delete.</summary>
public sealed class PostgresAppRoleEmitterTests(PostgresFixture server) : EmitterConformance, IClassFixture<PostgresFixture>
{
    private protected override async Task<TestDatabase> CreateAsync() => await TestDatabase.PostgresAsync(await server.CreateDatabaseForAppAsync(), migrate: false);
}

/// <inheritdoc cref="PostgresAppRoleEmitterTests"/>
public sealed class PostgresAppRoleDeadLetterTests(PostgresFixture server) : DeadLetterConformance, IClassFixture<PostgresFixture>
{
    private protected override async Task<TestDatabase> CreateAsync() => await TestDatabase.PostgresAsync(await server.CreateDatabaseForAppAsync(), migrate: false);
}

/// <inheritdoc cref="PostgresAppRoleEmitterTests"/>
public sealed class PostgresAppRoleRetentionTests(PostgresFixture server) : RetentionConformance, IClassFixture<PostgresFixture>
{
    private protected override async Task<TestDatabase> CreateAsync() => await TestDatabase.PostgresAsync(await server.CreateDatabaseForAppAsync(), migrate: false);
}

/// <inheritdoc cref="PostgresAppRoleEmitterTests"/>
public sealed class PostgresAppRoleHourlyLimitTests(PostgresFixture server) : HourlyLimitConformance, IClassFixture<PostgresFixture>
{
    private protected override async Task<TestDatabase> CreateAsync() => await TestDatabase.PostgresAsync(await server.CreateDatabaseForAppAsync(), migrate: false);
}
