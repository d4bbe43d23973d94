using ActivityCore.Context;
using ActivityCore.Events;
using ActivityCore.Events.Nats;
using ActivityCore.Evidence;
using ActivityCore.Http;
using ActivityCore.Instructions;
using ActivityCore.Routing;
using ActivityCore.Routing.Nats;
using ActivityCore.Runs;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActivityCore;

/// <summary>The engine as a whole.</summary>
public static class ActivityCoreServices
{
    /// <summary>
    /// Adds the stops of an event's way, in the order in which it passes them. Besides, an <see cref="Temporalio.Client.ITemporalClient"/> must be
    /// registered; commands that start nothing never ask for it.
    /// </summary>
    /// <param name="services">Where to add.</param>
    /// <param name="settings">Read and checked.</param>
    /// <param name="eventTypes">The event types, read before: see <see cref="EventTypeFolder"/>.</param>
    /// <param name="roles">Which parts run in the background of this process.</param>
    public static IServiceCollection AddActivityCore(
        this IServiceCollection services, ActivityCoreSettings settings, EventTypeRegistry eventTypes, ActivityCoreRoles roles = ActivityCoreRoles.All)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(eventTypes);

        var runs = new RunOptions { TaskQueue = settings.Temporal.TaskQueue, WorkerInProcess = roles.HasFlag(ActivityCoreRoles.Worker) };
        services.AddStorage(settings.Storage);
        services.AddNats(settings.Nats);
        services.AddIntake(settings.DefaultPublisher);
        services.AddDefinitions(
            settings.DefinitionsDirectory,
            watch: (roles & (ActivityCoreRoles.Router | ActivityCoreRoles.Api)) != ActivityCoreRoles.None,
            roles.HasFlag(ActivityCoreRoles.Worker) ? settings.InstructionTargets : null);
        if (roles.HasFlag(ActivityCoreRoles.Router))
        {
            services.AddEventRouting();
            services.AddNatsIntake(settings.Nats);
            services.AddSingleton(settings.Retention);
            services.AddHostedService<RetentionService>();
        }

        services.AddRuns(runs);
        services.AddHttpEndpoints(settings.HttpEndpoints);
        services.AddInstructions(settings.ShellCommands, settings.InstructionTargets);
        services.AddContext(settings.StateHubUrl, settings.HttpEndpoints, settings.InventoryFile);
        services.AddTasks(settings.IssueSink, settings.Nats);
        services.AddEvidence(settings.Evidence);
        if (roles.HasFlag(ActivityCoreRoles.Worker))
        {
            services.AddRunWorker(runs);
        }

        return services;
    }
}
