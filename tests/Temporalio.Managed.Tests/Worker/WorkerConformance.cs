using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Client;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Worker;

/// <summary>
/// Base of the suites that run a worker against a service. Every history that a test leaves behind is replayed, and kept
/// in the folder that <c>RECORD_HISTORIES</c> names, if any.
/// </summary>
public abstract class WorkerConformance(ITemporalService service)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Runs a worker while the test body runs, then replays what was started.</summary>
    protected async Task RunAsync(
        Action<TemporalWorkerOptions> configure, Func<Bench, Task> body, Action<TemporalClientConnectOptions>? configureClient = null)
    {
        var client = await service.ConnectAsync(configureClient);
        // A busy machine is no fault of a workflow: nobody asks how long a step takes, unless the test does.
        var options = new TemporalWorkerOptions($"tq-{Guid.NewGuid():N}") { DebugMode = true };
        configure(options);
        var bench = new Bench(client, options.TaskQueue!);
        using (var worker = new TemporalWorker(client, options))
        {
            await worker.ExecuteAsync(() => body(bench)).WaitAsync(Limit);
        }
        await ReplayAsync(bench, options);
    }

    protected static async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(WorkflowHandle handle) =>
        [.. (await handle.FetchHistoryAsync()).Events];

    protected static IEnumerable<EventType> Kinds(IEnumerable<HistoryEvent> events) => events.Select(e => e.EventType);

    /// <summary>Waits, bounded, until something has become true.</summary>
    protected static async Task EventuallyAsync(Func<Task<bool>> check)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!await check())
        {
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>
    /// Waits until a failed task is in the history. Only that of a first attempt gets there; where a busy machine lets the first one time out,
    /// something new lets the service begin to count anew.
    /// </summary>
    protected static Task TaskFailedAsync(WorkflowHandle handle) => EventuallyAsync(async () =>
    {
        if (Kinds(await HistoryAsync(handle)).Contains(EventType.WorkflowTaskFailed))
        {
            return true;
        }
        await handle.SignalAsync("nudge", []);
        return false;
    });

    private static async Task ReplayAsync(Bench bench, TemporalWorkerOptions worker)
    {
        if (worker.Workflows.Count == 0)
        {
            return;
        }
        var options = new WorkflowReplayerOptions
        {
            DataConverter = bench.Client.Options.DataConverter,
            Interceptors = worker.Interceptors,
            WorkflowFailureExceptionTypes = worker.WorkflowFailureExceptionTypes,
            TaskQueue = worker.TaskQueue!,
            // A busy machine is no fault of a workflow.
            DebugMode = true,
        };
        foreach (var workflow in worker.Workflows)
        {
            options.AddWorkflow(workflow);
        }
        var replayer = new WorkflowReplayer(options);
        foreach (var handle in bench.Handles.Where(h => !bench.NotReplayed.Contains(h.Id)))
        {
            var history = await handle.FetchHistoryAsync();
            if (Environment.GetEnvironmentVariable("RECORD_HISTORIES") is { Length: > 0 } folder)
            {
                var type = history.Events.First().WorkflowExecutionStartedEventAttributes.WorkflowType.Name;
                await File.WriteAllTextAsync(Path.Combine(folder, $"{type}.{handle.Id}.json"), history.ToJson());
            }
            await replayer.ReplayWorkflowAsync(history).WaitAsync(Limit);
        }
    }

    /// <summary>What a test body works with.</summary>
    protected sealed class Bench(TemporalClient client, string taskQueue)
    {
        public TemporalClient Client => client;

        public string TaskQueue => taskQueue;

        public List<WorkflowHandle> Handles { get; } = [];

        /// <summary>Ids of workflows whose code is meant to be broken.</summary>
        public HashSet<string> NotReplayed { get; } = new(StringComparer.Ordinal);

        public WorkflowOptions Options(Action<WorkflowOptions>? configure = null)
        {
            var options = new WorkflowOptions(id: $"wf-{Guid.NewGuid():N}", taskQueue: taskQueue);
            configure?.Invoke(options);
            return options;
        }

        public async Task<WorkflowHandle<TWorkflow, TResult>> StartAsync<TWorkflow, TResult>(
            System.Linq.Expressions.Expression<Func<TWorkflow, Task<TResult>>> run, Action<WorkflowOptions>? configure = null)
        {
            var handle = await client.StartWorkflowAsync(run, Options(configure));
            Handles.Add(handle);
            return handle;
        }

        public async Task<WorkflowHandle<TWorkflow>> StartAsync<TWorkflow>(
            System.Linq.Expressions.Expression<Func<TWorkflow, Task>> run, Action<WorkflowOptions>? configure = null)
        {
            var handle = await client.StartWorkflowAsync(run, Options(configure));
            Handles.Add(handle);
            return handle;
        }

        public async Task<TResult> ExecuteAsync<TWorkflow, TResult>(
            System.Linq.Expressions.Expression<Func<TWorkflow, Task<TResult>>> run, Action<WorkflowOptions>? configure = null)
        {
            var handle = await StartAsync(run, configure);
            return await handle.GetResultAsync();
        }
    }
}
