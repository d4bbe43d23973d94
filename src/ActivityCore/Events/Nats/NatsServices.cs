using ActivityCore.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Events.Nats;

/// <summary>Registration of the connection and of what publishes over it.</summary>
public static class NatsServices
{
    /// <summary>Adds the one connection and the publisher. Nothing is connected until something needs it; without an address the publisher does nothing.</summary>
    /// <param name="services">Where to add; what is there already stands.</param>
    /// <param name="settings">Read and checked.</param>
    /// <param name="publisher">The name in the envelopes of <see cref="EventPublisher"/>.</param>
    public static IServiceCollection AddNats(this IServiceCollection services, NatsSettings settings, string publisher = "activity-core")
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new NatsLink(settings, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<NatsLink>>()));
        services.TryAddSingleton(provider => new EventPublisher(
            provider.GetRequiredService<NatsLink>(), settings.Stream, publisher, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EventPublisher>>()));
        return services;
    }
}
