namespace Temporalio.Workflows;

/// <summary>
/// Limits how much of a workflow does something at a time, deterministically. To be made and used inside one workflow.
/// Waiters get their turn in the order in which they came; a wait that finds a free permit does not wait for them.
/// </summary>
public class Semaphore
{
    private readonly LinkedList<object> _waiters = new();

    /// <summary>With so many permits, all free.</summary>
    /// <exception cref="InvalidOperationException">Outside of a workflow.</exception>
    public Semaphore(int initialCount)
    {
        if (!Workflow.InWorkflow)
        {
            throw new InvalidOperationException("Cannot use workflow semaphore outside of workflow");
        }
        Max = initialCount;
        CurrentCount = initialCount;
    }

    /// <summary>All permits.</summary>
    public int Max { get; init; }

    /// <summary>The free permits.</summary>
    public int CurrentCount { get; private set; }

    /// <summary>Takes a permit, once there is one.</summary>
    /// <param name="cancellationToken">Ends the wait. Default: the workflow's.</param>
    public Task WaitAsync(CancellationToken? cancellationToken = null) => TakeAsync(null, cancellationToken);

    /// <summary>Takes a permit, once there is one; false when the time is up.</summary>
    /// <param name="millisecondsTimeout">Zero: no wait. -1: no limit.</param>
    /// <param name="cancellationToken">Ends the wait. Default: the workflow's.</param>
    public Task<bool> WaitAsync(int millisecondsTimeout, CancellationToken? cancellationToken = null) =>
        TakeAsync(TimeSpan.FromMilliseconds(millisecondsTimeout), cancellationToken);

    /// <summary>Takes a permit, once there is one; false when the time is up.</summary>
    /// <param name="timeout">Zero: no wait. <see cref="Timeout.InfiniteTimeSpan"/>: no limit. Otherwise a timer of the workflow.</param>
    /// <param name="cancellationToken">Ends the wait. Default: the workflow's.</param>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken? cancellationToken = null) => TakeAsync(timeout, cancellationToken);

    /// <summary>Gives a permit back.</summary>
    /// <exception cref="InvalidOperationException">More are given back than were taken.</exception>
    public void Release()
    {
        if (CurrentCount >= Max)
        {
            throw new InvalidOperationException("More released than successfully waited");
        }
        CurrentCount++;
    }

    private Task<bool> TakeAsync(TimeSpan? timeout, CancellationToken? cancellationToken)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            timeout = null;
        }
        else if (timeout < TimeSpan.Zero)
        {
            throw new ArgumentException("Timeout cannot be less than zero (except -1ms for infinite)", nameof(timeout));
        }
        if (CurrentCount > 0)
        {
            CurrentCount--;
            return Task.FromResult(true);
        }
        return timeout == TimeSpan.Zero && cancellationToken is null
            ? Task.FromResult(false)
            : WaitForTurnAsync(timeout, cancellationToken);
    }

    /// <summary>The permit is taken in the same step in which the condition is seen: nobody can come between.</summary>
    private Task<bool> WaitForTurnAsync(TimeSpan? timeout, CancellationToken? cancellationToken)
    {
        var turn = _waiters.AddLast(this);
        bool IsMyTurn() => CurrentCount > 0 && _waiters.First == turn;
        Task waiting = timeout is { } limit
            ? Workflow.WaitConditionAsync(IsMyTurn, limit, cancellationToken)
            : Workflow.WaitConditionAsync(IsMyTurn, cancellationToken);
        return waiting.ContinueWith(Take, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Current).Unwrap();

        Task<bool> Take(Task wait)
        {
            _waiters.Remove(turn);
            if (!wait.IsCompletedSuccessfully)
            {
                return wait.IsCanceled
                    ? Task.FromCanceled<bool>(new CancellationToken(canceled: true))
                    : Task.FromException<bool>(wait.Exception!.InnerException!);
            }
            if (wait is Task<bool> { Result: false })
            {
                return Task.FromResult(false);
            }
            CurrentCount--;
            return Task.FromResult(true);
        }
    }
}
