using Temporalio.Api.Failure.V1;
using Temporalio.Exceptions;
using Temporalio.Worker.Activation;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Worker.Instance;

/// <summary>Signals and cancel requests to other workflows.</summary>
internal sealed class ExternalCalls(WorkflowInstance instance)
{
    private readonly Dictionary<uint, TaskCompletionSource<Failure?>> _signals = [];
    private readonly Dictionary<uint, TaskCompletionSource<Failure?>> _cancels = [];
    private uint _lastSignal;
    private uint _lastCancel;

    public Task SignalAsync(SignalExternalWorkflowInput input) => SendAsync(
        new()
        {
            Execution = new() { WorkflowId = input.Id, RunId = input.RunId ?? "" },
            SignalName = input.Signal,
            Input = instance.ToPayloads(input.Args),
            Header = input.Headers is { Count: > 0 } headers ? new() { Fields = { headers } } : null,
        },
        input.Options?.CancellationToken);

    public Task SignalChildAsync(SignalChildWorkflowInput input) => SendAsync(
        new()
        {
            Execution = new() { WorkflowId = input.Id },
            ChildWorkflowOnly = true,
            SignalName = input.Signal,
            Input = instance.ToPayloads(input.Args),
            Header = input.Headers is { Count: > 0 } headers ? new() { Fields = { headers } } : null,
        },
        input.Options?.CancellationToken);

    public Task CancelAsync(CancelExternalWorkflowInput input)
    {
        var seq = ++_lastCancel;
        var source = new TaskCompletionSource<Failure?>();
        _cancels[seq] = source;
        instance.Output.Add(new WorkflowCommand.CancelExternal(seq, input.Id, input.RunId ?? ""));
        return instance.Tasks.Run(async () =>
        {
            var failure = await source.Task.ConfigureAwait(true);
            _cancels.Remove(seq);
            Throw(failure);
        });
    }

    public void ResolveSignal(uint seq, Failure? failure) => Resolve(_signals, seq, failure, "signal");

    public void ResolveCancel(uint seq, Failure? failure) => Resolve(_cancels, seq, failure, "cancel");

    private static void Resolve(
        Dictionary<uint, TaskCompletionSource<Failure?>> pending, uint seq, Failure? failure, string what)
    {
        if (!pending.TryGetValue(seq, out var source))
        {
            throw new InvalidOperationException($"Failed finding external {what} for sequence {seq}");
        }
        source.TrySetResult(failure);
    }

    private Task SendAsync(Api.Command.V1.SignalExternalWorkflowExecutionCommandAttributes attributes, CancellationToken? cancellationToken)
    {
        var token = cancellationToken ?? instance.CancellationToken;
        if (token.IsCancellationRequested)
        {
            return Task.FromException(new CanceledFailureException("Signal cancelled before scheduled"));
        }
        var seq = ++_lastSignal;
        var source = new TaskCompletionSource<Failure?>();
        _signals[seq] = source;
        instance.Output.Add(new WorkflowCommand.SignalExternal(seq, attributes));
        return instance.Tasks.Run(async () =>
        {
            using (token.Register(() => CancelSignal(seq, source)))
            {
                var failure = await source.Task.ConfigureAwait(true);
                _signals.Remove(seq);
                Throw(failure);
            }
        });
    }

    private void CancelSignal(uint seq, TaskCompletionSource<Failure?> source)
    {
        if (_signals.ContainsKey(seq) && !source.Task.IsCompleted)
        {
            instance.Output.Add(new WorkflowCommand.CancelSignal(seq));
        }
    }

    private void Throw(Failure? failure)
    {
        if (failure is not null)
        {
            throw instance.ToException(failure);
        }
    }
}
