namespace ActivityCore.Instructions;

/// <summary>Every instruction that was begun, written before it is done. Durable when a call returns. Safe to share.</summary>
public interface IInstructionLog
{
    /// <summary>
    /// Writes down that an attempt begins. An attempt without an end stands in its way for as long as its worker renews it; after that its end counts as unknown,
    /// and the instruction is tried again, or has failed where it is to be done at most once. The attempt of a workflow goes on instead, whoever asks.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="plan">What is to be done.</param>
    /// <param name="worker">This process, for people.</param>
    /// <param name="lease">How long an attempt stands after it was last renewed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<InstructionClaim> BeginAsync(string runId, PlannedInstruction plan, string worker, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Says that the attempt is under way; false where it has ended, by another's word.</summary>
    Task<bool> RenewAsync(long sequence, int attempt, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the attempt and, unless it is to be tried again, settles the instruction; a failure becomes a dead letter. An attempt that has ended, and an instruction that is
    /// settled, stay as they are. Texts are stripped of secrets and shortened.
    /// </summary>
    /// <returns>What stands.</returns>
    Task<InstructionRecord> RecordAsync(PlannedInstruction plan, long sequence, int attempt, InstructionOutcome outcome, CancellationToken cancellationToken = default);

    /// <summary>The run's instructions with their attempts, in the order in which they were begun.</summary>
    Task<IReadOnlyList<InstructionRecord>> ListAsync(string runId, CancellationToken cancellationToken = default);
}
