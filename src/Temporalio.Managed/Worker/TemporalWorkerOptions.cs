using Microsoft.Extensions.Logging;
using Temporalio.Activities;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Worker;

/// <summary>
/// How a worker works. The task queue and at least one workflow or activity are required.
/// </summary>
public class TemporalWorkerOptions : ICloneable
{
    private List<ActivityDefinition> _activities = [];
    private List<WorkflowDefinition> _workflows = [];

    /// <summary>Options without a task queue.</summary>
    public TemporalWorkerOptions()
    {
    }

    /// <summary>Options for a task queue.</summary>
    public TemporalWorkerOptions(string taskQueue) => TaskQueue = taskQueue;

    /// <summary>Raised before workflow code runs, which is at least once for each workflow task.</summary>
    public event EventHandler<WorkflowTaskStartingEventArgs>? WorkflowTaskStarting;

    /// <summary>Raised after workflow code has run and before anything is sent. After a deadlock it may not come.</summary>
    public event EventHandler<WorkflowTaskCompletedEventArgs>? WorkflowTaskCompleted;

    /// <summary>The task queue.</summary>
    public string? TaskQueue { get; set; }

    /// <summary>The activities.</summary>
    public IList<ActivityDefinition> Activities => _activities;

    /// <summary>The workflows.</summary>
    public IList<WorkflowDefinition> Workflows => _workflows;

    /// <summary>Starts the tasks in which activities run. Default: the thread pool.</summary>
    public TaskFactory ActivityTaskFactory { get; set; } = Task.Factory;

    /// <summary>Interceptors, after those of the client.</summary>
    public IReadOnlyCollection<IWorkerInterceptor>? Interceptors { get; set; }

    /// <summary>How the worker calls itself. Default: as the client does.</summary>
    public string? Identity { get; set; }

    /// <summary>Most activities at a time. Default: 100.</summary>
    public int? MaxConcurrentActivities { get; set; }

    /// <summary>Longest time for which a heartbeat is held back. Default: 60 seconds.</summary>
    public TimeSpan MaxHeartbeatThrottleInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Time for which a heartbeat is held back when the activity has no heartbeat timeout; otherwise it is 0.8 times that.
    /// Default: 30 seconds.
    /// </summary>
    public TimeSpan DefaultHeartbeatThrottleInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most activities per second in this worker. Default: no limit.</summary>
    public double? MaxActivitiesPerSecond { get; set; }

    /// <summary>Most activities per second in the task queue, kept by the service; the last worker to poll wins.</summary>
    public double? MaxTaskQueueActivitiesPerSecond { get; set; }

    /// <summary>Time between the begin of the shutdown and the cancellation of running activities. Default: none.</summary>
    public TimeSpan GracefulShutdownTimeout { get; set; } = TimeSpan.Zero;

    /// <summary>Workflows kept in memory. Zero keeps none and uses no sticky task queue. Default: 10000.</summary>
    public int MaxCachedWorkflows { get; set; } = 10000;

    /// <summary>Most workflow tasks at a time. Default: 100.</summary>
    public int? MaxConcurrentWorkflowTasks { get; set; }

    /// <summary>Most local activities at a time. Default: 100.</summary>
    public int? MaxConcurrentLocalActivities { get; set; }

    /// <summary>True: run workflows and local activities only. Default: false.</summary>
    public bool LocalActivityWorkerOnly { get; set; }

    /// <summary>Time that a workflow task may wait for this very worker before any may take it. Default: 10 seconds.</summary>
    public TimeSpan StickyQueueScheduleToStartTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Polls for workflow tasks at a time. Default: 5.</summary>
    public int MaxConcurrentWorkflowTaskPolls { get; set; } = 5;

    /// <summary>
    /// Share of those polls that look for workflows which are not cached here; at least one of either kind. Default: 0.2.
    /// </summary>
    public float NonStickyToStickyPollRatio { get; set; } = 0.2F;

    /// <summary>Polls for activities at a time. Default: 5.</summary>
    public int MaxConcurrentActivityTaskPolls { get; set; } = 5;

    /// <summary>
    /// Exceptions of these types fail the workflow instead of its task, besides failures and cancellations, which always
    /// do.
    /// </summary>
    public IReadOnlyCollection<Type>? WorkflowFailureExceptionTypes { get; set; }

    /// <summary>
    /// True: workflow code may run as long as it likes. Default: only under a debugger or when the environment variable
    /// <c>TEMPORAL_DEBUG</c> is true or 1. Otherwise more than 2 seconds fail the task.
    /// </summary>
    public bool DebugMode { get; set; } = DebugModeDefault.Value;

    /// <summary>True: no guard against calls that leave the workflow's scheduler. Default: false.</summary>
    public bool DisableWorkflowTracingEventListener { get; set; }

    /// <summary>Whether workflows remember where they wait. Default: they do not.</summary>
    public WorkflowStackTrace WorkflowStackTrace { get; set; } = WorkflowStackTrace.None;

    /// <summary>Where the worker logs. Default: where the client does.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>True: never take an activity in the answer to a workflow task. Default: false.</summary>
    public bool DisableEagerActivityExecution { get; set; }

    /// <summary>Adds the attributed method of a delegate.</summary>
    public TemporalWorkerOptions AddActivity(Delegate del) => AddActivity(ActivityDefinition.Create(del));

    /// <summary>Adds an activity.</summary>
    public TemporalWorkerOptions AddActivity(ActivityDefinition definition)
    {
        _activities.Add(definition);
        return this;
    }

    /// <summary>Adds every attributed method of a type; without instance they must be static.</summary>
    public TemporalWorkerOptions AddAllActivities<T>(T? instance) => AddAllActivities(typeof(T), instance);

    /// <summary>Adds every attributed method of a type; without instance they must be static.</summary>
    public TemporalWorkerOptions AddAllActivities(Type type, object? instance)
    {
        _activities.AddRange(ActivityDefinition.CreateAll(type, instance));
        return this;
    }

    /// <summary>Adds a workflow.</summary>
    public TemporalWorkerOptions AddWorkflow<T>() => AddWorkflow(typeof(T));

    /// <summary>Adds a workflow.</summary>
    public TemporalWorkerOptions AddWorkflow(Type type) => AddWorkflow(WorkflowDefinition.Create(type));

    /// <summary>Adds a workflow.</summary>
    public TemporalWorkerOptions AddWorkflow(WorkflowDefinition definition)
    {
        _workflows.Add(definition);
        return this;
    }

    /// <summary>A shallow copy with lists of its own.</summary>
    public virtual object Clone()
    {
        var copy = (TemporalWorkerOptions)MemberwiseClone();
        copy._activities = [.. _activities];
        copy._workflows = [.. _workflows];
        return copy;
    }

    internal void OnTaskStarting(WorkflowInfo info, WorkflowDefinition definition) =>
        WorkflowTaskStarting?.Invoke(this, new(info, definition));

    internal void OnTaskCompleted(WorkflowInfo info, WorkflowDefinition definition, Exception? failure) =>
        WorkflowTaskCompleted?.Invoke(this, new(info, definition, failure));
}
