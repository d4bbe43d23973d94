using Temporalio.Client;
using Temporalio.Common;

namespace Temporalio.Managed.Tests.Client;

public abstract class WorkflowListTests(ITemporalService service)
{
    [Fact]
    public async Task Closed_WithSearchAttribute_IsFoundCountedAndGrouped()
    {
        var (client, worker) = await CreateAsync();
        await ClientTests.AddSearchAttributeAsync(client);
        var options = ClientTests.Options(worker);
        options.TypedSearchAttributes = new SearchAttributeCollection.Builder().Set(ClientTests.Customer, options.Id!).ToSearchAttributeCollection();
        var handle = await client.StartWorkflowAsync("Found", [], options);
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync(null));

        var query = $"ClientTestCustomer = '{options.Id}' AND ExecutionStatus = 'Completed'";
        await ClientTests.EventuallyAsync(async () => (await client.CountWorkflowsAsync(query)).Count == 1);
        var listed = Assert.Single(await client.ListWorkflowsAsync(query).ToListAsync());
        Assert.Equal(handle.ResultRunId, listed.RunId);
        var groups = await client.CountWorkflowsAsync(query + " GROUP BY ExecutionStatus");
        Assert.Equal("Completed", Assert.Single(Assert.Single(groups.Groups).GroupValues));
        var history = Assert.Single(await client.ListWorkflowHistoriesAsync(query).ToListAsync());
        Assert.Equal(5, history.Events.Count);
    }

    [Fact]
    public async Task List_WithLimitAndPages_StopsAndGoesOn()
    {
        var (client, worker) = await CreateAsync();
        for (var i = 0; i < 5; i++)
            await client.StartWorkflowAsync("Listed", [], ClientTests.Options(worker));
        var query = $"TaskQueue = '{worker.TaskQueue}'";
        await ClientTests.EventuallyAsync(async () => (await client.CountWorkflowsAsync(query)).Count == 5);

        var limited = await client.ListWorkflowsAsync(query, new() { Limit = 3 }).ToListAsync();
        var first = await client.ListWorkflowsPaginatedAsync(query, null, new() { PageSize = 4 });
        var second = await client.ListWorkflowsPaginatedAsync(query, first.NextPageToken, new() { PageSize = 4 });

        Assert.Equal(3, limited.Count);
        Assert.Equal((4, 1), (first.Workflows.Count, second.Workflows.Count));
        Assert.Equal(5, first.Workflows.Concat(second.Workflows).Select(workflow => workflow.Id).Distinct(StringComparer.Ordinal).Count());
    }

    private async Task<(TemporalClient Client, HandWorker Worker)> CreateAsync()
    {
        var client = await service.ConnectAsync();
        return (client, new HandWorker(client, $"tq-{Guid.NewGuid()}"));
    }
}
