using Temporalio.Converters;
using Temporalio.Worker.Activation;
using Temporalio.Workflows;

namespace Temporalio.Worker.Instance;

internal sealed class ChildHandle<TWorkflow, TResult>(
    WorkflowInstance instance, string id, string firstExecutionRunId, Task<ActivationJob.ResolveChild> end)
    : ChildWorkflowHandle<TWorkflow, TResult>
{
    public override string Id => id;

    public override string FirstExecutionRunId => firstExecutionRunId;

    public override async Task<TLocalResult> GetResultAsync<TLocalResult>()
    {
        var resolution = await end.ConfigureAwait(true);
        if (resolution.Failure is { } failure)
        {
            throw instance.ToException(failure);
        }
        if (typeof(TLocalResult) == typeof(ValueTuple))
        {
            return default!;
        }
        return resolution.Result is { } payload
            ? instance.PayloadConverter.ToValue<TLocalResult>(payload)
            : throw new InvalidOperationException("Child result expected but not present");
    }

    public override Task SignalAsync(string signal, IReadOnlyCollection<object?> args, ChildWorkflowSignalOptions? options = null) =>
        instance.Outbound.SignalChildWorkflowAsync(new(id, signal, args, options, Headers: null));
}
