using Temporalio.Client;

namespace Temporalio.Managed.Tests;

/// <summary>A Temporal service that a conformance suite runs against.</summary>
public interface ITemporalService
{
    /// <summary>Connects, or skips the test by name when the service is not there.</summary>
    Task<TemporalClient> ConnectAsync(Action<TemporalClientConnectOptions>? configure = null);
}
