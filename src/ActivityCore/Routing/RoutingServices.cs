using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Instructions;
using ActivityCore.Routing.Schedules;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Routing;

/// <summary>Registration of intake and routing.</summary>
public static class RoutingServices
{
    /// <summary>Adds the definitions of a folder with their loader.</summary>
    /// <param name="services">Where to add.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="watch">True: the folder is loaded before the process is ready, and watched while it runs. A worker never looks into it.</param>
    /// <param name="targets">What instructions may use in this process, where it does them; null: nothing is said of it.</param>
    public static IServiceCollection AddDefinitions(this IServiceCollection services, string folder, bool watch, InstructionTargets? targets = null)
    {
        services.AddSingleton(provider => new DefinitionLoader(
            provider.GetRequiredService<EventTypeRegistry>(), provider.GetRequiredService<Context.ContextSources>().Names, targets));
        services.AddSingleton(provider => new DefinitionFolder(
            folder, provider.GetRequiredService<DefinitionLoader>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DefinitionFolder>>()));
        services.AddSingleton<CatalogService>();
        services.AddSingleton<ICurrentDefinitions>(provider => provider.GetRequiredService<CatalogService>());
        if (watch)
        {
            services.AddHostedService(provider => provider.GetRequiredService<CatalogService>());
        }

        return services;
    }

    /// <summary>Adds the door for events.</summary>
    public static IServiceCollection AddIntake(this IServiceCollection services, string defaultPublisher)
    {
        services.AddSingleton<EventInbox>();
        services.AddSingleton(provider => new EventIntake(
            provider.GetRequiredService<IEventLog>(), provider.GetRequiredService<EventTypeRegistry>(), provider.GetRequiredService<EventInbox>(), defaultPublisher));
        services.AddSingleton<IDeadLetterReplay, EventLetterReplay>();
        return services;
    }

    /// <summary>Adds the router, the pump that feeds it, and what ends runs that cannot end themselves, and what keeps schedules in step.</summary>
    public static IServiceCollection AddEventRouting(this IServiceCollection services)
    {
        services.AddSingleton<EventRouter>();
        services.AddHostedService<EventPump>();
        services.AddSingleton(new RunReconcilerOptions());
        services.AddHostedService<RunReconciler>();
        services.AddSingleton<SchedulePlanner>();
        services.AddSingleton<ScheduleSync>();
        services.AddSingleton(new ScheduleSyncOptions());
        services.AddHostedService<ScheduleSyncService>();
        return services;
    }
}
