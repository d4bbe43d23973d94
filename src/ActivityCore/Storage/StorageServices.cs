using ActivityCore.Evidence;
using ActivityCore.Instructions;
using ActivityCore.Runs;
using ActivityCore.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActivityCore.Storage;

/// <summary>Registration of the stores.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds the stores and the <see cref="MigrationRunner"/> on the database that the options name. Nothing is opened until the first call.
    /// Throws <see cref="StorageException"/> at once when the options name no database.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        _ = DatabaseAddress.Parse(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => Database.Open(options));
        services.AddSingleton(provider => new MigrationRunner(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDefinitionVersions, DefinitionVersions>();
        services.AddSingleton<IEventLog, EventLog>();
        services.AddSingleton<IRunLog, RunLog>();
        services.AddSingleton<ITaskSpawnLog, TaskSpawnLog>();
        services.AddSingleton<IEvidenceLog, EvidenceLog>();
        services.AddSingleton<IInstructionLog, InstructionLog>();
        services.AddSingleton<IDeadLetters, DeadLetters>();
        services.AddSingleton<DeadLetterDesk>();
        services.AddSingleton<RunQueries>();
        services.AddSingleton<IRetention, Retention>();
        return services;
    }
}
