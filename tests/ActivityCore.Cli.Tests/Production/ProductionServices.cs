using RealComponents;

namespace ActivityCore.Cli.Tests.Production;

/// <summary>
/// A PostgreSQL server and an official Temporal on it, shared by the tests of the production shape and started by the first of them, so that a missing program
/// skips tests by name.
/// </summary>
[CollectionDefinition(nameof(ProductionServices))]
public sealed class ProductionServices : IAsyncDisposable, ICollectionFixture<ProductionServices>
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private PostgresServer? _postgres;
    private TemporalCluster? _temporal;

    public async Task<(PostgresServer Postgres, TemporalCluster Temporal)> StartAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _postgres ??= await PostgresServer.StartAsync();
            _temporal ??= await TemporalCluster.StartAsync(_postgres);
            return (_postgres, _temporal);
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_temporal is not null)
        {
            await _temporal.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _starting.Dispose();
    }
}
