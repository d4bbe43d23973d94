using Temporalio.Client;
using Temporalio.Client.Schedules;
using Temporalio.Worker;

namespace ActivityCore.Cli.Tests.Temporal;

/// <summary>A service with something to look at: a run that waits for a retry, one that is done, two schedules.</summary>
internal sealed class InspectionStage : IAsyncDisposable
{
    public const string Waiting = "waits";
    public const string Done = "done";

    private readonly TemporalProcess _service;

    private InspectionStage(TemporalProcess service, TemporalClient client)
    {
        _service = service;
        Client = client;
    }

    public TemporalClient Client { get; }

    public string Target => _service.Target;

    public Uri Pages => _service.Pages;

    public static async Task<InspectionStage> SetAsync()
    {
        var service = await TemporalProcess.StartAsync();
        var stage = new InspectionStage(service, await service.ConnectAsync());
        await stage.FillAsync();
        return stage;
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private async Task FillAsync()
    {
        // Half an hour away: pages are read whose numbers a tick would change.
        var away = TimeSpan.FromMinutes((TimeProvider.System.GetUtcNow().Minute + 30) % 60);
        foreach (var (id, paused) in new[] { ("hourly", false), ("weekly-held", true) })
        {
            await Client.CreateScheduleAsync(id, new Schedule(
                ScheduleActionStartWorkflow.Create((InspectedWorkflow w) => w.RunAsync("scheduled"), new($"{id}-run", "inspected")),
                new ScheduleSpec { Intervals = [new ScheduleIntervalSpec(TimeSpan.FromHours(1), away)] })
            { State = new ScheduleState { Paused = paused, Note = $"note of {id}" } });
        }

        await Client.GetScheduleHandle("hourly").TriggerAsync();
        using var worker = new TemporalWorker(Client, new TemporalWorkerOptions("inspected").AddWorkflow<InspectedWorkflow>().AddAllActivities(typeof(InspectedActivities), null));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await worker.ExecuteAsync(async () =>
        {
            await Client.ExecuteWorkflowAsync((InspectedWorkflow w) => w.RunAsync("once"), new(Done, "inspected"));
            var handle = await Client.StartWorkflowAsync((InspectedWorkflow w) => w.RunAsync("stay"), new(Waiting, "inspected") { Memo = new Dictionary<string, object> { ["note"] = "kept in mind" } });
            await UntilRetriedAsync(handle, limit.Token);
            // The one that was triggered too: whoever works on it goes with this method.
            while ((await Client.CountWorkflowsAsync("ExecutionStatus = 'Completed'")).Count < 2)
            {
                await Task.Delay(50, limit.Token);
            }
        }, limit.Token);
    }

    /// <summary>Until the second activity has failed once; the next attempt is an hour away.</summary>
    private async Task UntilRetriedAsync(WorkflowHandle handle, CancellationToken cancel)
    {
        while (true)
        {
            var run = await Client.Connection.WorkflowService.DescribeWorkflowExecutionAsync(
                new() { Namespace = Client.Options.Namespace, Execution = new() { WorkflowId = handle.Id } }, new RpcOptions { CancellationToken = cancel });
            if (run.PendingActivities.Any(a => a.LastFailure is not null))
            {
                return;
            }

            await Task.Delay(50, cancel);
        }
    }
}
