namespace ActivityCore.Tasks;

/// <summary>Sends each task of a run once, whatever happens in between. Safe to share.</summary>
public interface ITaskEmitter
{
    /// <summary>
    /// Tries every task and returns what is open. With the null sink the tasks are recorded as dry runs; a later call with another sink sends them live, once.
    /// Throws only where the store is unreachable or the call is cancelled.
    /// </summary>
    /// <param name="emission">The run and its decision.</param>
    /// <param name="sink">Null: the configured sink.</param>
    /// <param name="cancellationToken">Stops between tasks.</param>
    Task<EmissionOutcome> EmitAsync(Emission emission, IIssueSink? sink = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends a refused task again (or one that was left pending by such a try) and settles its dead letter when it is accepted; null when there is no such task of that key.
    /// </summary>
    Task<EmissionOutcome?> ResendRejectedAsync(string taskKey, IIssueSink? sink = null, CancellationToken cancellationToken = default);
}
