using Microsoft.Extensions.Logging;
using Temporalio.Client;
using Temporalio.Converters;
using Temporalio.Runtime;
using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Metrics;

namespace Temporalio.Worker;

/// <summary>What the parts of a worker share. The client may be replaced while the worker runs.</summary>
internal sealed class WorkerServices
{
    private volatile ITemporalClient _client;

    public WorkerServices(ITemporalClient client, TemporalWorkerOptions options, TimeProvider time)
    {
        _client = client;
        Options = options;
        Time = time;
        Namespace = client.Options.Namespace;
        TaskQueue = options.TaskQueue!;
        Identity = options.Identity ?? client.Connection.Options.Identity!;
        InstanceKey = Guid.NewGuid().ToString("N");
        StickyQueue = options.MaxCachedWorkflows > 0 ? $"{Identity}-{InstanceKey}" : null;
        LoggerFactory = options.LoggerFactory ?? client.Options.LoggerFactory;
        Metrics = new(client.Connection.Options.Runtime ?? TemporalRuntime.Default, Namespace, TaskQueue);
        Interceptors = [.. (client.Options.Interceptors ?? []).OfType<IWorkerInterceptor>(), .. options.Interceptors ?? []];
    }

    public ITemporalClient Client
    {
        get => _client;
        set => _client = value;
    }

    public WorkflowService Service => _client.Connection.WorkflowService;

    public DataConverter DataConverter => _client.Options.DataConverter;

    public TemporalWorkerOptions Options { get; }

    public TimeProvider Time { get; }

    public string Namespace { get; }

    public string TaskQueue { get; }

    public string Identity { get; }

    /// <summary>Tells this worker from others of the same identity.</summary>
    public string InstanceKey { get; }

    /// <summary>The task queue for workflows cached here; null when none are.</summary>
    public string? StickyQueue { get; }

    public ILoggerFactory LoggerFactory { get; }

    public MetricFactory Metrics { get; }

    public IReadOnlyList<IWorkerInterceptor> Interceptors { get; }
}
