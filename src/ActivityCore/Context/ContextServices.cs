using ActivityCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Context;

/// <summary>Registration of the context sources.</summary>
public static class ContextServices
{
    /// <summary>Adds the sources that ship; another <see cref="IContextSource"/> joins by being registered.</summary>
    /// <param name="services">Where to add; <see cref="HttpEndpoints"/> must be there where endpoints are named.</param>
    /// <param name="stateHubUrl">Base address of State Hub, or null.</param>
    /// <param name="endpoints">Each becomes a source <c>http.NAME</c>.</param>
    public static IServiceCollection AddContext(this IServiceCollection services, Uri? stateHubUrl, IReadOnlyList<HttpEndpoint>? endpoints = null)
    {
        services.AddHttpClient(StateHubClient.HttpClientName, client =>
            {
                client.Timeout = StateHubClient.Timeout;
                client.MaxResponseContentBufferSize = StateHubClient.MaxBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        services.AddSingleton(provider => new StateHubClient(provider.GetRequiredService<IHttpClientFactory>(), stateHubUrl));
        services.AddSingleton<IContextSource, StateHubReposSource>();
        services.AddSingleton<IContextSource, StateHubHealthSource>();
        foreach (var endpoint in endpoints ?? [])
        {
            services.AddSingleton<IContextSource>(provider => new HttpSource(provider.GetRequiredService<HttpEndpoints>(), endpoint));
        }

        services.AddSingleton<ContextSources>();
        services.AddSingleton<ContextResolver>();
        return services;
    }
}
