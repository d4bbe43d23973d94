using System.Text.Json;
using ActivityCore.Rules;

namespace ActivityCore.Storage;

/// <summary>
/// Every run, written before its workflow is started. Durable when a call returns; calls for a run that does not exist throw
/// <see cref="RunNotFoundException"/>. Safe to share.
/// </summary>
public interface IRunLog
{
    /// <summary>Writes the run unless its id, or the tick that it is of, is known; either way returns the row that stands.</summary>
    Task<RunInsert> AddAsync(NewRun run, CancellationToken cancellationToken = default);

    /// <summary>Pending becomes running; in every other state nothing changes.</summary>
    Task MarkRunningAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Saves what the rules will see, once; returns what stands. Strings below names such as <c>password</c> or <c>token</c> are masked first.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="context">By entry name; skipped entries are left out.</param>
    /// <param name="notes">For each entry what came, or why it was skipped.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<JsonElement> SaveContextAsync(string runId, JsonElement context, IReadOnlyDictionary<string, string>? notes = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Saves the decision, once; returns the one that stands: an evaluated decision is never replaced. It is held (<see cref="Decision.HeldBecause"/>) where decisions of the
    /// same definition would ask for more than <paramref name="maxTasksPerHour"/> tasks within an hour; held ones do not count. Decided in one transaction, whichever
    /// workers decide at the same time; what is held is parked in it too, so that there is no moment in which its tasks may be sent.
    /// </summary>
    Task<Decision> SaveDecisionAsync(string runId, Decision asked, int? maxTasksPerHour = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes down, once, how many tasks the run has now that its instructions have ended, those that they returned included. Where it is held, by
    /// <paramref name="heldBecause"/> or by <paramref name="maxTasksPerHour"/> as a decision is, it is parked in the same transaction.
    /// </summary>
    /// <returns>Why it is parked; null: it goes on.</returns>
    Task<string?> ConcludeAsync(string runId, int tasks, string? heldBecause, int? maxTasksPerHour = null, CancellationToken cancellationToken = default);

    /// <summary>Pending, running or failed (a run that was reset, or whose open tasks were sent by hand) becomes completed. A repeat changes nothing.</summary>
    Task MarkCompletedAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Pending or running becomes failed; the text is stripped of secrets and shortened.</summary>
    Task MarkFailedAsync(string runId, string failure, CancellationToken cancellationToken = default);

    /// <summary>Pending or running becomes parked.</summary>
    Task MarkParkedAsync(string runId, string reason, CancellationToken cancellationToken = default);

    /// <summary>Parked becomes running; false when it was not parked.</summary>
    Task<bool> ReleaseAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Parked becomes dropped; false when it was not parked.</summary>
    Task<bool> DropAsync(string runId, string reason, CancellationToken cancellationToken = default);

    /// <summary>The run with context and decision, or null.</summary>
    Task<RunRecord?> FindAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Runs without context and decision.</summary>
    Task<Page<RunRecord>> ListAsync(RunFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>How many runs there are in each state; a state without any is left out.</summary>
    Task<IReadOnlyDictionary<RunState, long>> CountAsync(CancellationToken cancellationToken = default);
}
