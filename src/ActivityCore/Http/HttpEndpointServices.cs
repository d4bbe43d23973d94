using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Http;

/// <summary>Registration of the named endpoints.</summary>
public static class HttpEndpointServices
{
    /// <summary>Adds <see cref="HttpEndpoints"/>; a <see cref="TimeProvider"/> must be registered.</summary>
    public static IServiceCollection AddHttpEndpoints(this IServiceCollection services, IReadOnlyList<HttpEndpoint> endpoints) =>
        services.AddSingleton(provider => new HttpEndpoints(endpoints, provider.GetRequiredService<TimeProvider>()));
}
