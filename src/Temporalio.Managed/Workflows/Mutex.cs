namespace Temporalio.Workflows;

/// <summary>Lets one part of a workflow at a time do something: a <see cref="Semaphore"/> with one permit.</summary>
public class Mutex
{
    private readonly Semaphore _semaphore = new(1);

    /// <summary>Takes the mutex, once it is free.</summary>
    /// <param name="cancellationToken">Ends the wait. Default: the workflow's.</param>
    public Task WaitOneAsync(CancellationToken? cancellationToken = null) => _semaphore.WaitAsync(cancellationToken);

    /// <summary>Takes the mutex, once it is free; false when the time is up.</summary>
    /// <param name="millisecondsTimeout">Zero: no wait. -1: no limit.</param>
    /// <param name="cancellationToken">Ends the wait. Default: the workflow's.</param>
    public Task<bool> WaitOneAsync(int millisecondsTimeout, CancellationToken? cancellationToken = null) =>
        _semaphore.WaitAsync(millisecondsTimeout, cancellationToken);

    /// <summary>Takes the mutex, once it is free; false when the time is up.</summary>
    /// <param name="timeout">Zero: no wait. <see cref="Timeout.InfiniteTimeSpan"/>: no limit. Otherwise a timer of the workflow.</param>
    /// <param name="cancellationToken">Ends the wait. Default: the workflow's.</param>
    public Task<bool> WaitOneAsync(TimeSpan timeout, CancellationToken? cancellationToken = null) =>
        _semaphore.WaitAsync(timeout, cancellationToken);

    /// <summary>Frees the mutex.</summary>
    /// <exception cref="InvalidOperationException">Nobody has taken it.</exception>
    public void ReleaseMutex() => _semaphore.Release();
}
