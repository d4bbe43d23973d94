using ActivityCore.Http;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Evidence;

/// <summary>Registration of evidence.</summary>
public static class EvidenceServices
{
    /// <summary>Adds planner, submitter, and the sinks whose addresses are set.</summary>
    public static IServiceCollection AddEvidence(this IServiceCollection services, EvidenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.AddSingleton<EvidencePlanner>();
        if (options.StateHubUrl is { } stateHub)
        {
            services.AddSingleton<IEvidenceSink>(provider => new StateHubProgressSink(Receiver(provider, "State Hub", stateHub, key: null)));
        }

        if (options is { InterHubUrl: { } interHub, OpsHubKey: { } key })
        {
            services.AddSingleton<IEvidenceSink>(provider => new InterHubSink(
                Receiver(provider, "Inter-Hub", ApiOf(interHub), key), provider.GetRequiredService<TimeProvider>()));
        }

        services.AddSingleton<EvidenceSubmitter>();
        services.AddSingleton<IDeadLetterReplay>(provider => provider.GetRequiredService<EvidenceSubmitter>());
        services.AddSingleton<EvidenceSmoke>();
        return services;
    }

    private static EvidenceReceiver Receiver(IServiceProvider provider, string name, Uri address, string? key) => new(
        provider.GetRequiredService<HttpEndpoints>(),
        HttpEndpoint.OfNeighbour(name, address) with { Methods = ["GET", "POST"], Credential = key is null ? null : new("Authorization", "Bearer", key) });

    private static Uri ApiOf(Uri interHub)
    {
        var address = interHub.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new(address.EndsWith("/api/v2", StringComparison.Ordinal) ? address : address + "/api/v2");
    }
}
