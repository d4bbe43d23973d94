using Microsoft.Extensions.DependencyInjection;

namespace Temporalio.Extensions.Hosting;

/// <summary>Configures a hosted worker.</summary>
public interface ITemporalWorkerServiceOptionsBuilder
{
    /// <summary>The worker's task queue, which names its options.</summary>
    string TaskQueue { get; }

    /// <summary>The services.</summary>
    IServiceCollection Services { get; }
}
