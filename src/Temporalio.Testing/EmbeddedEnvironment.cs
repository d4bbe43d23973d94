using Temporalio.Client;
using Temporalio.DevServer;

namespace Temporalio.Testing;

/// <summary>An environment whose service runs in this process and ends with it.</summary>
internal class EmbeddedEnvironment(ITemporalClient client, TemporalDevServer server) : WorkflowEnvironment(client)
{
    public override Task ShutdownAsync() => server.DisposeAsync().AsTask();
}
