using Microsoft.Extensions.DependencyInjection;
using Temporalio.Client;

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
        services.AddSingleton<RunQueries>();

        // Commands that need no service must not wait for one.
        services.AddSingleton(provider => new Lazy<ITemporalClient>(provider.GetRequiredService<ITemporalClient>));
        services.AddSingleton(provider => new Lazy<RunStarter>(provider.GetRequiredService<RunStarter>));
        services.AddSingleton<RunCommands>();
        return services;
    }

}
