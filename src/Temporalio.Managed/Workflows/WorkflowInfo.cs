using Temporalio.Api.Common.V1;
using Temporalio.Converters;
using Priority = Temporalio.Common.Priority;
using RetryPolicy = Temporalio.Common.RetryPolicy;

namespace Temporalio.Workflows;

/// <summary>
/// What is known about the running workflow; it does not change during a run. Members may be added: build on "with",
/// not on the constructor.
/// </summary>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="ContinuedRunId">The run that this one continues.</param>
/// <param name="CronSchedule">The cron expression, if any.</param>
/// <param name="ExecutionTimeout">Longest time of the whole chain of runs.</param>
/// <param name="FirstExecutionRunId">The first run of the chain.</param>
/// <param name="Headers">Headers given at start.</param>
/// <param name="LastFailure">Why the run before this one failed.</param>
/// <param name="LastResult">What the run before this one returned.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Parent">The parent, for a child.</param>
/// <param name="Priority">The priority.</param>
/// <param name="RetryPolicy">How a failed run is retried.</param>
/// <param name="Root">The root of the tree of workflows; null when this is it.</param>
/// <param name="RunId">The run.</param>
/// <param name="RunTimeout">Longest time of this run.</param>
/// <param name="StartTime">When the first workflow task started, in UTC.</param>
/// <param name="TaskQueue">The task queue.</param>
/// <param name="TaskTimeout">Longest time of one workflow task.</param>
/// <param name="WorkflowId">The workflow's id.</param>
/// <param name="WorkflowStartTime">When the service started the workflow, in UTC.</param>
/// <param name="WorkflowType">The name of the workflow type.</param>
public record WorkflowInfo(
    int Attempt,
    string? ContinuedRunId,
    string? CronSchedule,
    TimeSpan? ExecutionTimeout,
    string FirstExecutionRunId,
    IReadOnlyDictionary<string, Payload>? Headers,
    Exception? LastFailure,
    IReadOnlyCollection<IRawValue>? LastResult,
    string Namespace,
    WorkflowInfo.ParentInfo? Parent,
    Priority Priority,
    RetryPolicy? RetryPolicy,
    WorkflowInfo.RootInfo? Root,
    string RunId,
    TimeSpan? RunTimeout,
    DateTime StartTime,
    string TaskQueue,
    TimeSpan TaskTimeout,
    string WorkflowId,
    DateTime WorkflowStartTime,
    string WorkflowType)
{
    private Dictionary<string, object>? _loggerScope;

    /// <summary>Made when a log line is written; most runs write none.</summary>
    internal Dictionary<string, object> LoggerScope => _loggerScope ??= new(StringComparer.Ordinal)
    {
        ["Attempt"] = Attempt,
        ["Namespace"] = Namespace,
        ["RunId"] = RunId,
        ["TaskQueue"] = TaskQueue,
        ["WorkflowId"] = WorkflowId,
        ["WorkflowType"] = WorkflowType,
    };

    /// <summary>The parent of a child workflow.</summary>
    /// <param name="Namespace">The parent's namespace.</param>
    /// <param name="RunId">The parent's run.</param>
    /// <param name="WorkflowId">The parent's id.</param>
    public record ParentInfo(string Namespace, string RunId, string WorkflowId);

    /// <summary>The root of a tree of workflows.</summary>
    /// <param name="RunId">The root's run.</param>
    /// <param name="WorkflowId">The root's id.</param>
    public record RootInfo(string RunId, string WorkflowId);
}
