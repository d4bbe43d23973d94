using System.Linq.Expressions;
using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>Another workflow, to be signalled or cancelled from this one.</summary>
public abstract class ExternalWorkflowHandle
{
    /// <summary>The workflow's id.</summary>
    public abstract string Id { get; }

    /// <summary>The run; the current one when null.</summary>
    public abstract string? RunId { get; }

    /// <summary>Sends the signal that the expression calls.</summary>
    public Task SignalAsync<TWorkflow>(
        Expression<Func<TWorkflow, Task>> signalCall, ExternalWorkflowSignalOptions? options = null)
    {
        var (method, args) = ExpressionUtil.ExtractCall(signalCall);
        return SignalAsync(WorkflowSignalDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Sends a signal by name.</summary>
    public abstract Task SignalAsync(
        string signal, IReadOnlyCollection<object?> args, ExternalWorkflowSignalOptions? options = null);

    /// <summary>Asks the workflow to cancel; done when the service has accepted the request.</summary>
    public abstract Task CancelAsync();
}

/// <inheritdoc/>
public abstract class ExternalWorkflowHandle<TWorkflow> : ExternalWorkflowHandle
{
    /// <summary>Sends the signal that the expression calls.</summary>
    public Task SignalAsync(
        Expression<Func<TWorkflow, Task>> signalCall, ExternalWorkflowSignalOptions? options = null) =>
        SignalAsync<TWorkflow>(signalCall, options);
}
