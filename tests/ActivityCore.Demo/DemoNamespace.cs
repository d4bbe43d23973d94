using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;

namespace ActivityCore.Demo;

/// <summary>A namespace of the mission's own, as every installation has one: schedules are named by their definitions.</summary>
internal static class DemoNamespace
{
    /// <summary>Registers it and waits until the service knows it everywhere.</summary>
    public static async Task<TemporalClient> RegisterAsync(string target, CancellationToken cancel)
    {
        var name = $"demo-{Guid.NewGuid():N}";
        var client = await TemporalClient.ConnectAsync(new(target) { Namespace = name });
        await client.Connection.WorkflowService.RegisterNamespaceAsync(
            new RegisterNamespaceRequest { Namespace = name, WorkflowExecutionRetentionPeriod = Duration.FromTimeSpan(TimeSpan.FromDays(1)) });
        await Wait.UntilAsync($"namespace {name} answers", async () =>
        {
            try
            {
                await client.CountWorkflowsAsync("");
                return true;
            }
            catch (Temporalio.Exceptions.RpcException e) when (e.Code is Temporalio.Exceptions.RpcException.StatusCode.NotFound)
            {
                return false;
            }
        }, cancel);
        return client;
    }
}
