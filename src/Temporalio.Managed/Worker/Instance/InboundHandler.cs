using Temporalio.Worker.Interceptors;

namespace Temporalio.Worker.Instance;

/// <summary>The innermost of the calls into a workflow: runs the code.</summary>
internal sealed class InboundHandler(WorkflowInstance instance, Workflows.WorkflowDefinition definition) : WorkflowInboundInterceptor
{
    /// <summary>The outermost of the calls out, once <see cref="Init"/> has come through all interceptors.</summary>
    public WorkflowOutboundInterceptor? Outbound { get; private set; }

    public override void Init(WorkflowOutboundInterceptor outbound) => Outbound = outbound;

    public override async Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input)
    {
        var task = (Task)definition.RunTarget.Invoke(input.Instance, input.Args)!;
        await task.ConfigureAwait(true);
        return definition.ResultReader?.Invoke(task);
    }

    public override Task HandleSignalAsync(HandleSignalInput input) =>
        (Task)input.Definition.Target.Invoke(instance.Instance, input.Args)!;

    public override object? HandleQuery(HandleQueryInput input) => input.Definition.Target.Invoke(instance.Instance, input.Args);
}
