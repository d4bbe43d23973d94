using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Web;
using ActivityCore.Evidence;
using ActivityCore.Runs;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.Storage;

/// <summary>
/// The store of the installation that the environment names, opened to read. No server is asked, so it answers while one runs and after it has ended.
/// </summary>
internal sealed class AuditSession : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TemporalPages _pages;

    private AuditSession(ServiceProvider services, ActivityCoreSettings settings)
    {
        _services = services;
        _pages = TemporalPages.Of(settings);
        Reader = new(
            services.GetRequiredService<IEventLog>(),
            services.GetRequiredService<IRunLog>(),
            services.GetRequiredService<ITaskSpawnLog>(),
            services.GetRequiredService<IEvidenceLog>(),
            services.GetRequiredService<IDeadLetters>(),
            services.GetRequiredService<RunQueries>());
    }

    public AuditReader Reader { get; }

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The page of a run's workflow, or null.</summary>
    public Uri? TemporalPage(string runId) => _pages.Of(runId);

    /// <exception cref="CliException">There is nothing to read yet.</exception>
    /// <exception cref="StorageException">The schema is not the one that this program needs.</exception>
    public static async Task<AuditSession> OpenAsync(Invocation call, CancellationToken cancel)
    {
        var settings = call.Settings;
        var storage = settings.Storage;
        var embedded = storage is { DatabaseUrl: null, PgHost: null };
        if (embedded && !File.Exists(storage.SqliteFile))
        {
            throw new CliException(
                ExitCode.Error,
                $"There is no database {storage.SqliteFile}: nothing has run here yet.",
                "Start with `activity-core dev`, or name the installation with DATABASE_URL or ACTIVITY_CORE_DATA.");
        }

        var services = new ServiceCollection().AddStorage(storage).AddSingleton(call.Context.Time).BuildServiceProvider();
        try
        {
            await services.GetRequiredService<MigrationRunner>().EnsureCurrentAsync(cancel);
            return new(services, settings);
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
