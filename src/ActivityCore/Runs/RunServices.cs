using ActivityCore.Instructions;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Temporalio.Client;
using Temporalio.Extensions.Hosting;

namespace ActivityCore.Runs;

/// <summary>Registration of the runs.</summary>
public static class RunServices
{
    /// <summary>Adds what starts, explains and commands runs; an <see cref="ITemporalClient"/> must be registered besides.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services, RunOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<PinnedDefinitions>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<RunSteps>();
        services.AddSingleton(provider => new InstructionSteps(
            provider.GetRequiredService<IRunLog>(),
            provider.GetRequiredService<IInstructionLog>(),
            provider.GetRequiredService<PinnedDefinitions>(),
            provider.GetServices<IInstructionRunner>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<InstructionSteps>>()));

        // Commands that need no service must not wait for one.
        services.AddSingleton(provider => new Lazy<ITemporalClient>(provider.GetRequiredService<ITemporalClient>));
        services.AddSingleton(provider => new Lazy<RunStarter>(provider.GetRequiredService<RunStarter>));
        services.AddSingleton<RunCommands>();
        services.AddSingleton<IDeadLetterReplay, TaskLetterReplay>();
        return services;
    }

    /// <summary>Adds a worker for runs on the registered <see cref="ITemporalClient"/>, for as long as the process runs.</summary>
    public static IServiceCollection AddRunWorker(this IServiceCollection services, RunOptions options)
    {
        services.AddHostedTemporalWorker(options.TaskQueue)
            .AddWorkflow<RunActivityWorkflow>()
            .AddSingletonActivities<RunActivities>()
            .ConfigureOptions(worker => worker.GracefulShutdownTimeout = TimeSpan.FromSeconds(10));
        return services;
    }
}
