using System.Linq.Expressions;
using Temporalio.Api.Enums.V1;
using Temporalio.Common;
using Temporalio.Workflows;

namespace Temporalio.Client;

/// <summary>Options of a start. <see cref="Id" /> and <see cref="TaskQueue" /> are required.</summary>
public class WorkflowOptions : ICloneable
{
    public WorkflowOptions()
    {
    }

    public WorkflowOptions(string id, string taskQueue)
    {
        Id = id;
        TaskQueue = taskQueue;
    }

    /// <summary>The workflow's id.</summary>
    public string? Id { get; set; }

    /// <summary>The queue that the workflow's tasks go to.</summary>
    public string? TaskQueue { get; set; }

    /// <summary>One line on this run for people, in Temporal's Markdown.</summary>
    public string? StaticSummary { get; set; }

    /// <summary>More on this run for people, in Temporal's Markdown.</summary>
    public string? StaticDetails { get; set; }

    /// <summary>Time for the whole chain of runs, retries and continuations included. Default none.</summary>
    public TimeSpan? ExecutionTimeout { get; set; }

    /// <summary>Time for one run. Default none.</summary>
    public TimeSpan? RunTimeout { get; set; }

    /// <summary>Time for one workflow task. Default 10 s.</summary>
    public TimeSpan? TaskTimeout { get; set; }

    /// <summary>Whether the id of a closed workflow may be used again. Default yes.</summary>
    public WorkflowIdReusePolicy IdReusePolicy { get; set; } = WorkflowIdReusePolicy.AllowDuplicate;

    /// <summary>What happens when the id is that of an open workflow. Default: the start fails.</summary>
    public WorkflowIdConflictPolicy IdConflictPolicy { get; set; } = WorkflowIdConflictPolicy.Unspecified;

    /// <summary>How the workflow is tried again after a failure. Default not at all.</summary>
    public RetryPolicy? RetryPolicy { get; set; }

    /// <summary>A cron expression to run by.</summary>
    public string? CronSchedule { get; set; }

    /// <summary>Values to show with the workflow; none may be null.</summary>
    public IReadOnlyDictionary<string, object>? Memo { get; set; }

    /// <summary>Values to find the workflow by.</summary>
    public SearchAttributeCollection? TypedSearchAttributes { get; set; }

    /// <summary>Time until the first workflow task. Not together with a cron schedule.</summary>
    public TimeSpan? StartDelay { get; set; }

    /// <summary>A signal to send, to the open workflow of this id or, when there is none, to one that is started for it.</summary>
    public string? StartSignal { get; set; }

    /// <summary>Arguments of <see cref="StartSignal" />.</summary>
    public IReadOnlyCollection<object?>? StartSignalArgs { get; set; }

    /// <summary>True to ask that a worker on this connection gets the first workflow task with the start's answer.</summary>
    public bool RequestEagerStart { get; set; }

    /// <summary>Options of the call.</summary>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Where the workflow's tasks stand in the queue.</summary>
    public Priority? Priority { get; set; }

    /// <summary>Sets <see cref="StartSignal" /> and its arguments from a call of a signal method.</summary>
    public void SignalWithStart<TWorkflow>(Expression<Func<TWorkflow, Task>> signalCall)
    {
        var (method, args) = ExpressionUtil.ExtractCall(signalCall);
        SignalWithStart(WorkflowSignalDefinition.NameFromMethodForCall(method), args);
    }

    /// <summary>Sets <see cref="StartSignal" /> and its arguments.</summary>
    public void SignalWithStart(string signal, IReadOnlyCollection<object?> args)
    {
        StartSignal = signal;
        StartSignalArgs = args;
    }

    /// <summary>A copy; collections are shared.</summary>
    public virtual object Clone()
    {
        var copy = (WorkflowOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
