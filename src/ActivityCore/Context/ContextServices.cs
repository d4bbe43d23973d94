using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Context;

/// <summary>Registration of the context sources.</summary>
public static class ContextServices
{
    /// <summary>Adds the sources that ship; another <see cref="IContextSource"/> joins by being registered.</summary>
    public static IServiceCollection AddContext(this IServiceCollection services, Uri? stateHubUrl)
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
        services.AddSingleton<ContextSources>();
        services.AddSingleton<ContextResolver>();
        return services;
    }
}
