using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Api;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Matching;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Schedules;
using Temporalio.DevServer.Storage;
using Temporalio.DevServer.TimeSkipping;
using Temporalio.DevServer.Visibility;

namespace Temporalio.DevServer;

/// <summary>
/// The service without a listener: for a program that maps it into its own web host. The endpoint must be served over
/// HTTP/2; <see cref="TemporalDevServer"/> is the same with a listener of its own. Thread-safe.
/// </summary>
public sealed class TemporalDevService : IAsyncDisposable
{
    private readonly Database _database;
    private readonly NamespaceRegistry _namespaces;
    private readonly RunEngine _engine;
    private readonly Scheduler _scheduler;
    private readonly GrpcEndpoint _endpoint;
    private readonly Retention _retention;

    private TemporalDevService(Database database, TemporalDevServerOptions options)
    {
        var loggers = options.LoggerFactory ?? NullLoggerFactory.Instance;
        var logger = loggers.CreateLogger("Temporalio.DevServer");
        _database = database;
        _namespaces = new NamespaceRegistry(database, Guid.NewGuid);
        var store = new RunStore(database);
        var queues = new TaskQueues(TimeProvider.System);
        var skipper = options.TimeSkipping ? new TimeSkipper(new SkippingClock(options.TimeProvider)) : null;
        _engine = new RunEngine(store, _namespaces, queues, skipper?.Clock ?? options.TimeProvider, logger, skipper);
        _scheduler = new Scheduler(_engine, new ScheduleStore(database), logger);
        var schedules = new ScheduleApi(_engine, _scheduler, new ScheduleList(database));
        var table = ServiceTable.Build(
            _engine, _namespaces, new RunList(database), schedules, options.Namespaces.FirstOrDefault() ?? "default", ClusterId.Get(database));
        _endpoint = new GrpcEndpoint(table, TimeProvider.System, logger);
        _retention = new Retention(_engine, store, _namespaces);
    }

    internal Database Database => _database;

    internal RunEngine Engine => _engine;

    /// <summary>
    /// Opens the database, registers the namespaces and takes up every open run.
    /// </summary>
    /// <exception cref="StorageException">The file is in use by another process, not ours, or of a newer version.</exception>
    public static async Task<TemporalDevService> OpenAsync(TemporalDevServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var database = new Database(options.DatabasePath);
        try
        {
            var service = new TemporalDevService(database, options);
            await service.PrepareAsync(options).ConfigureAwait(false);
            return service;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Maps the gRPC services of Temporal into a host.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.MapPost("/temporal.api.{service}/{method}", HandleAsync);
        endpoints.MapPost("/grpc.health.v1.Health/{method}", HandleAsync);
    }

    /// <summary>Answers one gRPC call; for hosts without routing.</summary>
    public Task HandleAsync(HttpContext context) => _endpoint.HandleAsync(context);

    /// <summary>Answers open long polls with nothing, so that a host can stop without waiting for them.</summary>
    public void BeginStop() => _engine.BeginStop();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _retention.Dispose();
        await _engine.DisposeAsync().ConfigureAwait(false);
        _database.Dispose();
        _namespaces.Dispose();
        _scheduler.Dispose();
    }

    /// <summary>Stops as a killed process would: no checkpoint, nothing finished. For tests of recovery.</summary>
    internal async Task AbandonAsync()
    {
        _retention.Dispose();
        _database.Abandon();
        await _engine.DisposeAsync().ConfigureAwait(false);
        _namespaces.Dispose();
        _scheduler.Dispose();
    }

    private async Task PrepareAsync(TemporalDevServerOptions options)
    {
        var known = _namespaces.All.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in options.Namespaces.Where(n => !known.Contains(n)))
        {
            await _namespaces.RegisterAsync(new NamespaceRecord
            {
                Name = name,
                State = (int)NamespaceState.Registered,
                Retention = options.Retention.Ticks,
            }).ConfigureAwait(false);
        }

        var attributes = options.SearchAttributes
            .Select(a => KeyValuePair.Create(a.Key, Enum.Parse<IndexedValueType>(a.Value, ignoreCase: true))).ToList();
        if (attributes.Count > 0)
        {
            foreach (var name in options.Namespaces)
                await _namespaces.AddSearchAttributesAsync(_namespaces.Get(name), attributes).ConfigureAwait(false);
        }

        await _engine.ResumeAsync().ConfigureAwait(false);
        _scheduler.Resume();
        // A clock that jumps by weeks must not take away what the test is about to look at.
        if (!options.TimeSkipping)
            _retention.Start();
    }
}
