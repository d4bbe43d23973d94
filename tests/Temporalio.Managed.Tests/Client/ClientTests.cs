using Temporalio.Client;
using Temporalio.Common;

namespace Temporalio.Managed.Tests.Client;

/// <summary>What several client tests need.</summary>
internal static class ClientTests
{
    public static readonly SearchAttributeKey<string> Customer = SearchAttributeKey.CreateKeyword("ClientTestCustomer");

    public static WorkflowOptions Options(HandWorker worker) => new($"wf-{Guid.NewGuid()}", worker.TaskQueue);

    public static async Task AddSearchAttributeAsync(TemporalClient client)
    {
        var service = client.Connection.OperatorService;
        await service.AddSearchAttributesAsync(new() { Namespace = "default", SearchAttributes = { [Customer.Name] = Customer.ValueType } });
        await EventuallyAsync(async () =>
            (await service.ListSearchAttributesAsync(new() { Namespace = "default" })).CustomAttributes.ContainsKey(Customer.Name));
    }

    /// <summary>For what a service writes a little later than it answers, such as its lists.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 1800; attempt++)
        {
            if (await condition())
                return;
            await Task.Delay(100);
        }

        Assert.Fail("The service did not get there within 3 minutes.");
    }
}
