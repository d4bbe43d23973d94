using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActivityCore.Http;

/// <summary>Registration of the named endpoints.</summary>
public static class HttpEndpointServices
{
    /// <summary>Adds <see cref="HttpEndpoints"/> unless it is there; a <see cref="TimeProvider"/> must be registered.</summary>
    public static IServiceCollection AddHttpEndpoints(this IServiceCollection services, IReadOnlyList<HttpEndpoint> endpoints)
    {
        services.TryAddSingleton(provider => new HttpEndpoints(endpoints, provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
