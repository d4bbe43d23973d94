using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Temporalio.Converters;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Worker;

/// <summary>How a replayer works. At least one workflow is required.</summary>
public class WorkflowReplayerOptions : ICloneable
{
    private List<WorkflowDefinition> _workflows = [];

    /// <summary>The workflows.</summary>
    public IList<WorkflowDefinition> Workflows => _workflows;

    /// <summary>The namespace that workflows see. Default: "ReplayNamespace".</summary>
    public string Namespace { get; set; } = "ReplayNamespace";

    /// <summary>The task queue that workflows see. Default: "ReplayTaskQueue".</summary>
    public string TaskQueue { get; set; } = "ReplayTaskQueue";

    /// <summary>Converts payloads. Default: <see cref="DataConverter.Default"/>.</summary>
    public DataConverter DataConverter { get; set; } = DataConverter.Default;

    /// <summary>The interceptors.</summary>
    public IReadOnlyCollection<IWorkerInterceptor>? Interceptors { get; set; }

    /// <summary>Exceptions of these types fail the workflow instead of its task.</summary>
    public IReadOnlyCollection<Type>? WorkflowFailureExceptionTypes { get; set; }

    /// <summary>See <see cref="TemporalWorkerOptions.DebugMode"/>.</summary>
    public bool DebugMode { get; set; } = DebugModeDefault.Value;

    /// <summary>See <see cref="TemporalWorkerOptions.DisableWorkflowTracingEventListener"/>.</summary>
    public bool DisableWorkflowTracingEventListener { get; set; }

    /// <summary>Where the replayer logs. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Adds a workflow.</summary>
    public WorkflowReplayerOptions AddWorkflow<T>() => AddWorkflow(typeof(T));

    /// <summary>Adds a workflow.</summary>
    public WorkflowReplayerOptions AddWorkflow(Type type) => AddWorkflow(WorkflowDefinition.Create(type));

    /// <summary>Adds a workflow.</summary>
    public WorkflowReplayerOptions AddWorkflow(WorkflowDefinition definition)
    {
        _workflows.Add(definition);
        return this;
    }

    /// <summary>A shallow copy with a list of its own.</summary>
    public virtual object Clone()
    {
        var copy = (WorkflowReplayerOptions)MemberwiseClone();
        copy._workflows = [.. _workflows];
        return copy;
    }
}
