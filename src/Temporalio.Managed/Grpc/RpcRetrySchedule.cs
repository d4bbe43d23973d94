using Temporalio.Client;
using Temporalio.Exceptions;

namespace Temporalio.Grpc;

/// <summary>
/// Decides whether and when a failed attempt is made again, as Temporal's other clients do. Long polls for tasks are
/// tried for ever, ten seconds apart at most; everything else within the limits of the connection's options.
/// </summary>
internal sealed class RpcRetrySchedule
{
    private static readonly RpcRetryOptions PollOptions = new()
    {
        InitialInterval = TimeSpan.FromMilliseconds(200),
        Multiplier = 2,
        MaxInterval = TimeSpan.FromSeconds(10),
        MaxElapsedTime = null,
        MaxRetries = int.MaxValue,
    };

    private static readonly TimeSpan LeastWaitWhenExhausted = TimeSpan.FromSeconds(1);

    private readonly RpcRetryOptions _options;
    private readonly bool _taskPoll;
    private readonly Random _random;
    private double _interval;
    private int _retries;

    public RpcRetrySchedule(RpcRetryOptions options, bool taskPoll, Random random)
    {
        _options = taskPoll ? PollOptions : options;
        _taskPoll = taskPoll;
        _random = random;
        _interval = _options.InitialInterval.TotalMilliseconds;
    }

    /// <summary>Time to wait before the next attempt, or null when there is none.</summary>
    /// <param name="failure">The failure of the last attempt.</param>
    /// <param name="elapsed">Time since the first attempt began.</param>
    public TimeSpan? Next(RpcException failure, TimeSpan elapsed)
    {
        if (!CanRetry(failure) || _retries >= _options.MaxRetries)
            return null;
        _retries++;
        var spread = 1 + (_options.RandomizationFactor * ((2 * _random.NextDouble()) - 1));
        var wait = TimeSpan.FromMilliseconds(_interval * spread);
        _interval = Math.Min(_interval * _options.Multiplier, _options.MaxInterval.TotalMilliseconds);
        if (failure.Code == RpcException.StatusCode.ResourceExhausted && wait < LeastWaitWhenExhausted)
            wait = LeastWaitWhenExhausted;
        return _options.MaxElapsedTime is { } limit && elapsed + wait > limit ? null : wait;
    }

    private bool CanRetry(RpcException failure) => failure.Code switch
    {
        // The same message would be too large again.
        RpcException.StatusCode.ResourceExhausted => !GrpcMessageTooLarge.Is(failure),
        RpcException.StatusCode.DataLoss or RpcException.StatusCode.Internal or RpcException.StatusCode.Unknown
            or RpcException.StatusCode.Aborted or RpcException.StatusCode.OutOfRange or RpcException.StatusCode.Unavailable => true,
        RpcException.StatusCode.Cancelled or RpcException.StatusCode.DeadlineExceeded => _taskPoll,
        _ => false,
    };
}
