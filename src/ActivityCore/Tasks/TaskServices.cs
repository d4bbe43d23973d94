using ActivityCore.Events.Nats;
using ActivityCore.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActivityCore.Tasks;

/// <summary>Registration of sinks and emitter.</summary>
public static class TaskServices
{
    /// <summary>
    /// Adds the emitter, the factory and the configured sink. Throws <see cref="SinkConfigurationException"/> at once when that sink cannot be made:
    /// a program that could not emit does not start.
    /// </summary>
    public static IServiceCollection AddTasks(this IServiceCollection services, IssueSinkOptions options, NatsSettings? nats = null, TaskEmitterOptions? emitter = null)
    {
        nats ??= new NatsSettings();
        // Never connects: it only says whether there is an address.
        using (var factory = new IssueSinkFactory(options, TimeProvider.System, new NatsLink(nats, TimeProvider.System, NullLogger<NatsLink>.Instance)))
        {
            _ = factory.Create();
        }

        services.AddNats(nats);
        services.AddSingleton(options);
        services.AddSingleton(emitter ?? new TaskEmitterOptions());
        services.AddSingleton<IIssueSinkFactory, IssueSinkFactory>();
        services.AddSingleton(provider => provider.GetRequiredService<IIssueSinkFactory>().Create());
        services.AddSingleton<ITaskEmitter, TaskEmitter>();
        return services;
    }
}
