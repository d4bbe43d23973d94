using Temporalio.Client;
using Temporalio.Common;

namespace Temporalio.Testing;

/// <summary>
/// Options of <see cref="WorkflowEnvironment.StartLocalAsync" />, and of the client that it makes. The target host may name a port
/// of this machine to listen on; unset, a free one is taken.
/// </summary>
public class WorkflowEnvironmentStartLocalOptions : TemporalClientConnectOptions
{
    /// <summary>The development service.</summary>
    public DevServerOptions DevServerOptions { get; set; } = new();

    /// <summary>Custom search attributes to register.</summary>
    public IReadOnlyCollection<SearchAttributeKey>? SearchAttributes { get; set; }
}
