// WorkerBench HOST:PORT TASK_QUEUE: runs until its input ends. See docs of tperf for the other half.
using Temporalio.Client;
using Temporalio.Worker;
using WorkerBench;

if (args.Length != 2)
{
    await Console.Error.WriteLineAsync("Usage: WorkerBench HOST:PORT TASK_QUEUE");
    return 2;
}
var client = await TemporalClient.ConnectAsync(new(args[0]));
using var worker = new TemporalWorker(client, new TemporalWorkerOptions(args[1])
{
    MaxConcurrentWorkflowTaskPolls = 16,
    MaxConcurrentActivityTaskPolls = 8,
}.AddWorkflow<DecisionWorkflow>().AddAllActivities(typeof(Decisions), null));
await worker.ExecuteAsync(() => Console.In.ReadToEndAsync());
return 0;
