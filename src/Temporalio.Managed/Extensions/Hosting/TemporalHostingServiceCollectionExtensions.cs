using Microsoft.Extensions.Hosting;
using Temporalio.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds workers to a host.</summary>
public static partial class TemporalHostingServiceCollectionExtensions
{
    /// <summary>A worker that connects a client of its own when it starts.</summary>
    public static ITemporalWorkerServiceOptionsBuilder AddHostedTemporalWorker(
        this IServiceCollection services, string clientTargetHost, string clientNamespace, string taskQueue) =>
        services.AddHostedTemporalWorker(taskQueue).ConfigureOptions(
            options => options.ClientOptions = new(clientTargetHost) { Namespace = clientNamespace });

    /// <summary>A worker on the client among the services, unless its options say how to connect one.</summary>
    public static ITemporalWorkerServiceOptionsBuilder AddHostedTemporalWorker(this IServiceCollection services, string taskQueue)
    {
        // Not AddHostedService, which adds a type once only: a host may have several workers.
        services.AddSingleton<IHostedService>(
            provider => ActivatorUtilities.CreateInstance<TemporalWorkerService>(provider, taskQueue));
        return new TemporalWorkerServiceOptionsBuilder(taskQueue, services).ConfigureOptions(
            options => options.TaskQueue = taskQueue);
    }
}
