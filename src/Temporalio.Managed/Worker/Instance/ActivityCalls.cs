using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Worker.Activation;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Worker.Instance;

/// <summary>Activities and local activities of a workflow. They share one sequence of numbers.</summary>
internal sealed class ActivityCalls(WorkflowInstance instance, bool eager, Action<string> checkLocal)
{
    private static readonly TimeSpan DefaultLocalRetryThreshold = TimeSpan.FromMinutes(1);

    private readonly Dictionary<uint, TaskCompletionSource<ActivityResolution>> _pending = [];
    private uint _lastSeq;

    public Task<TResult> ScheduleAsync<TResult>(ScheduleActivityInput input)
    {
        var options = input.Options;
        CheckTimeouts(options.StartToCloseTimeout, options.ScheduleToCloseTimeout);
        var token = options.CancellationToken ?? instance.CancellationToken;
        return ExecuteAsync<TResult>(_ => Schedule(input), s => new WorkflowCommand.CancelActivity(s), token);
    }

    public Task<TResult> ScheduleLocalAsync<TResult>(ScheduleLocalActivityInput input)
    {
        var options = input.Options;
        CheckTimeouts(options.StartToCloseTimeout, options.ScheduleToCloseTimeout);
        checkLocal(input.Activity);
        var token = options.CancellationToken ?? instance.CancellationToken;
        return ExecuteAsync<TResult>(b => ScheduleLocal(input, b), s => new WorkflowCommand.CancelLocalActivity(s), token);
    }

    public void Resolve(uint seq, ActivityResolution resolution)
    {
        if (!_pending.TryGetValue(seq, out var source))
        {
            throw new InvalidOperationException($"Failed finding activity for sequence {seq}");
        }
        source.TrySetResult(resolution);
    }

    private static void CheckTimeouts(TimeSpan? startToClose, TimeSpan? scheduleToClose)
    {
        if (startToClose is null && scheduleToClose is null)
        {
            throw new ArgumentException("Activity options must have StartToCloseTimeout or ScheduleToCloseTimeout", nameof(startToClose));
        }
    }

    private static Duration? ToDuration(TimeSpan? value) => value is { } span ? Duration.FromTimeSpan(span) : null;

    private Task<TResult> ExecuteAsync<TResult>(
        Func<ActivityResolution.LocalBackoff?, uint> schedule, Func<uint, WorkflowCommand> cancel, CancellationToken token)
    {
        // Nothing is scheduled once the workflow, or this part of it, is cancelled.
        if (token.IsCancellationRequested)
        {
            return Task.FromException<TResult>(new CanceledFailureException("Activity cancelled before scheduled"));
        }
        var seq = schedule(null);
        var source = new TaskCompletionSource<ActivityResolution>();
        _pending[seq] = source;
        return instance.Tasks.Run(async () =>
        {
            while (true)
            {
                ActivityResolution resolution;
                using (token.Register(() => Cancel(seq, cancel)))
                {
                    resolution = await source.Task.ConfigureAwait(true);
                }
                _pending.Remove(seq);
                if (resolution.Backoff is not { } backoff)
                {
                    return ToResult<TResult>(resolution);
                }
                await instance.Outbound.DelayAsync(new(backoff.Interval.ToTimeSpan(), token)).ConfigureAwait(true);
                seq = schedule(backoff);
                source = new();
                _pending[seq] = source;
            }
        });
    }

    private void Cancel(uint seq, Func<uint, WorkflowCommand> cancel)
    {
        if (_pending.TryGetValue(seq, out var source) && !source.Task.IsCompleted)
        {
            instance.Output.Add(cancel(seq));
        }
    }

    private TResult ToResult<TResult>(ActivityResolution resolution)
    {
        if (resolution.Failure is { } failure)
        {
            throw instance.ToException(failure);
        }
        // The caller wants no result.
        if (typeof(TResult) == typeof(ValueTuple))
        {
            return default!;
        }
        return resolution.Result is { } payload
            ? instance.PayloadConverter.ToValue<TResult>(payload)
            : throw new InvalidOperationException("Activity result expected but not present");
    }

    private uint Schedule(ScheduleActivityInput input)
    {
        var seq = ++_lastSeq;
        var options = input.Options;
        var attributes = new Api.Command.V1.ScheduleActivityTaskCommandAttributes
        {
            ActivityId = options.ActivityId ?? seq.ToString(),
            ActivityType = new() { Name = input.Activity },
            TaskQueue = new() { Name = options.TaskQueue ?? instance.Info.TaskQueue },
            Input = instance.ToPayloads(input.Args),
            ScheduleToCloseTimeout = ToDuration(options.ScheduleToCloseTimeout),
            ScheduleToStartTimeout = ToDuration(options.ScheduleToStartTimeout),
            StartToCloseTimeout = ToDuration(options.StartToCloseTimeout),
            HeartbeatTimeout = ToDuration(options.HeartbeatTimeout),
            RetryPolicy = options.RetryPolicy?.ToProto(),
            RequestEagerExecution = eager && !options.DisableEagerActivityExecution,
            Priority = options.Priority?.ToProto(),
        };
        if (input.Headers is { Count: > 0 } headers)
        {
            attributes.Header = new() { Fields = { headers } };
        }
        instance.Output.Add(new WorkflowCommand.ScheduleActivity(
            seq, attributes, options.CancellationType, instance.ToUserMetadata(options.Summary)));
        return seq;
    }

    private uint ScheduleLocal(ScheduleLocalActivityInput input, ActivityResolution.LocalBackoff? backoff)
    {
        var seq = ++_lastSeq;
        var options = input.Options;
        var header = new Header();
        // Copies: encoding changes payloads in place, and there may be a next attempt.
        foreach (var (name, value) in input.Headers ?? new Dictionary<string, Payload>(StringComparer.Ordinal))
        {
            header.Fields.Add(name, value.Clone());
        }
        instance.Output.Add(new WorkflowCommand.ScheduleLocalActivity(new()
        {
            Seq = seq,
            ActivityId = options.ActivityId ?? seq.ToString(),
            ActivityType = input.Activity,
            Input = instance.ToPayloads(input.Args),
            Header = header,
            RetryPolicy = options.RetryPolicy?.ToProto(),
            ScheduleToCloseTimeout = options.ScheduleToCloseTimeout,
            ScheduleToStartTimeout = options.ScheduleToStartTimeout,
            StartToCloseTimeout = options.StartToCloseTimeout,
            LocalRetryThreshold = options.LocalRetryThreshold ?? DefaultLocalRetryThreshold,
            CancellationType = options.CancellationType,
            Metadata = instance.ToUserMetadata(options.Summary),
            Attempt = backoff?.NextAttempt ?? 1,
            OriginalScheduleTime = backoff?.OriginalScheduleTime,
        }));
        return seq;
    }
}
