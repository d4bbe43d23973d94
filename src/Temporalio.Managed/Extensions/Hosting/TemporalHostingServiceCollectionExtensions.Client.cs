using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Temporalio.Client;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers clients and workers with a host.</summary>
public static partial class TemporalHostingServiceCollectionExtensions
{
    /// <summary>
    /// Adds a lazy client as a singleton, unless there is one. Its options can be configured as any other's; logs go to
    /// the container's logger factory.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="clientTargetHost">The service as <c>host:port</c>, if it is not configured elsewhere.</param>
    /// <param name="clientNamespace">The namespace, if it is not configured elsewhere.</param>
    public static OptionsBuilder<TemporalClientConnectOptions> AddTemporalClient(
        this IServiceCollection services, string? clientTargetHost = null, string? clientNamespace = null)
    {
        services.TryAddSingleton<ITemporalClient>(provider =>
            TemporalClient.CreateLazy(provider.GetRequiredService<IOptions<TemporalClientConnectOptions>>().Value));
        return services.AddOptions<TemporalClientConnectOptions>().Configure<IServiceProvider>((options, provider) =>
        {
            options.TargetHost = clientTargetHost ?? options.TargetHost;
            options.Namespace = clientNamespace ?? options.Namespace;
            options.LoggerFactory = provider.GetService<ILoggerFactory>() ?? options.LoggerFactory;
        });
    }

    /// <inheritdoc cref="AddTemporalClient(IServiceCollection, string?, string?)" />
    public static IServiceCollection AddTemporalClient(
        this IServiceCollection services, Action<TemporalClientConnectOptions> configureClient)
    {
        services.AddTemporalClient().Configure(configureClient);
        return services;
    }
}
