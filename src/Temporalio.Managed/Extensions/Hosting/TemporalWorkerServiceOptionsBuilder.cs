using Microsoft.Extensions.DependencyInjection;

namespace Temporalio.Extensions.Hosting;

/// <inheritdoc cref="ITemporalWorkerServiceOptionsBuilder"/>
public class TemporalWorkerServiceOptionsBuilder(string taskQueue, IServiceCollection services) : ITemporalWorkerServiceOptionsBuilder
{
    /// <inheritdoc/>
    public string TaskQueue => taskQueue;

    /// <inheritdoc/>
    public IServiceCollection Services => services;
}
