using Google.Protobuf.WellKnownTypes;
using Temporalio.Worker.Activation;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Worker.Instance;

/// <summary>Timers of a workflow.</summary>
internal sealed class TimerCalls(WorkflowInstance instance)
{
    private readonly Dictionary<uint, TaskCompletionSource> _pending = [];
    private uint _lastSeq;

    public Task DelayAsync(DelayAsyncInput input)
    {
        var token = input.CancellationToken ?? instance.CancellationToken;
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled(token);
        }
        var delay = input.Delay;
        if (delay < TimeSpan.Zero && delay != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException("Delay duration cannot be less than 0", nameof(input));
        }
        var source = new TaskCompletionSource();
        // Zero means that there is no timer to cancel.
        var seq = delay == Timeout.InfiniteTimeSpan ? 0 : Start(delay, input.Summary, source);
        return instance.Tasks.Run(async () =>
        {
            using (token.Register(() => Cancel(seq, source, token)))
            {
                await source.Task.ConfigureAwait(true);
            }
        });
    }

    public void Resolve(uint seq)
    {
        if (_pending.Remove(seq, out var source))
        {
            source.TrySetResult();
        }
    }

    private uint Start(TimeSpan delay, string? summary, TaskCompletionSource source)
    {
        var seq = ++_lastSeq;
        _pending[seq] = source;
        instance.Output.Add(new WorkflowCommand.StartTimer(
            seq,
            new()
            {
                TimerId = seq.ToString(),
                StartToFireTimeout = Duration.FromTimeSpan(delay == TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : delay),
            },
            instance.ToUserMetadata(summary)));
        return seq;
    }

    private void Cancel(uint seq, TaskCompletionSource source, CancellationToken token)
    {
        if (source.TrySetCanceled(token) && _pending.Remove(seq))
        {
            instance.Output.Add(new WorkflowCommand.CancelTimer(seq));
        }
    }
}
