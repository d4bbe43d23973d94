using ActivityCore.Context.Inventory;
using ActivityCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActivityCore.Context;

/// <summary>Registration of the context sources.</summary>
public static class ContextServices
{
    /// <summary>Adds the sources that ship; another <see cref="IContextSource"/> joins by being registered.</summary>
    /// <param name="services">Where to add.</param>
    /// <param name="stateHubUrl">Base address of State Hub, or null.</param>
    /// <param name="endpoints">Each becomes a source <c>http.NAME</c>.</param>
    /// <param name="inventoryFile">What <c>ops-inventory</c> reads, or null.</param>
    public static IServiceCollection AddContext(this IServiceCollection services, Uri? stateHubUrl, IReadOnlyList<HttpEndpoint>? endpoints = null, string? inventoryFile = null)
    {
        services.AddSingleton(provider => new StateHubClient(provider.GetRequiredService<HttpEndpoints>(), stateHubUrl));
        services.AddSingleton<IContextSource, StateHubReposSource>();
        services.AddSingleton<IContextSource, StateHubHealthSource>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpEndpoints(endpoints ?? []);
        foreach (var endpoint in endpoints ?? [])
        {
            services.AddSingleton<IContextSource>(provider => new HttpSource(provider.GetRequiredService<HttpEndpoints>(), endpoint));
        }

        services.AddSingleton(provider => new InventoryProbe(new InventoryDiscoverer(provider.GetRequiredService<HttpEndpoints>()), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IContextSource>(provider => new OpsInventorySource(provider.GetRequiredService<InventoryProbe>(), inventoryFile));
        services.AddSingleton<ContextSources>();
        services.AddSingleton<ContextResolver>();
        return services;
    }
}
