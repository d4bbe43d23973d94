using Temporalio.Client;
using Temporalio.DevServer;
using Temporalio.Worker;

namespace TemporalBench;

/// <summary>Our sides of the comparison, each in a process of its own. They run until they are ended.</summary>
internal static class Parts
{
    public static async Task WorkAsync(string target, string taskQueue)
    {
        var client = await TemporalClient.ConnectAsync(new(target));
        // As many polls as tperf's own worker.
        using var worker = new TemporalWorker(client, new TemporalWorkerOptions(taskQueue)
        {
            MaxConcurrentWorkflowTaskPolls = 16,
            MaxConcurrentActivityTaskPolls = 8,
        }.AddWorkflow<DecisionWorkflow>().AddAllActivities(typeof(Decisions), null));
        await worker.ExecuteAsync(() => Task.Delay(Timeout.Infinite));
    }

    public static async Task ServeAsync(int port, string file)
    {
        await using var server = await TemporalDevServer.StartAsync(new() { Port = port, DatabasePath = file });
        await Task.Delay(Timeout.Infinite);
    }
}
