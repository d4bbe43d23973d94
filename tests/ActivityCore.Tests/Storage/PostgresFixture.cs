using Npgsql;
using RealComponents;

namespace ActivityCore.Tests.Storage;

/// <summary>One server for a test class, started by the first test that needs it, so that a missing program skips tests by name.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private PostgresServer? _server;

    /// <summary>The program's own role.</summary>
    public const string AppRole = "activity_core_app";

    /// <summary>A new database with the schema, made and granted by its owner; returns the connection string of the program's own role.</summary>
    public async Task<string> CreateDatabaseForAppAsync()
    {
        var owner = await CreateDatabaseAsync();
        await using var database = await TestDatabase.PostgresAsync(owner);
        await database.ExecuteAsync($"do $$ begin create role {AppRole} login; exception when duplicate_object or unique_violation then null; end $$");
        await database.Migrations.GrantAsync(AppRole);
        return new NpgsqlConnectionStringBuilder(owner) { Username = AppRole }.ConnectionString;
    }

    /// <summary>A new empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _server ??= await PostgresServer.StartAsync();
        }
        finally
        {
            _starting.Release();
        }

        return await _server.CreateDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
