using Temporalio.Client.Interceptors;
using Temporalio.Worker;

namespace Temporalio.Client;

/// <summary>A client of the service. Thread-safe, and meant to be shared.</summary>
public partial interface ITemporalClient : IWorkerClient
{
    /// <summary>The connection.</summary>
    ITemporalConnection Connection { get; }

    /// <summary>The outermost interceptor.</summary>
    ClientOutboundInterceptor OutboundInterceptor { get; }
}
