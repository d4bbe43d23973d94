using ActivityCore.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Routing.Nats;

/// <summary>Registration of the intake from NATS.</summary>
public static class NatsIntakeServices
{
    /// <summary>Adds the intake where an address is set; nothing otherwise.</summary>
    public static IServiceCollection AddNatsIntake(this IServiceCollection services, NatsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Url is not null)
        {
            services.AddSingleton(new NatsIntakeOptions { Stream = settings.Stream, Consumer = settings.Consumer });
            services.AddSingleton<NatsIntakeState>();
            services.AddHostedService<NatsIntake>();
        }

        return services;
    }
}
