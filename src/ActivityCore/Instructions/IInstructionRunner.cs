namespace ActivityCore.Instructions;

/// <summary>Does instructions of one kind. Safe to share; never throws for what a process, a network or a receiver does.</summary>
internal interface IInstructionRunner
{
    /// <summary>The kind.</summary>
    InstructionKind Kind { get; }

    /// <summary>One attempt. Cancelled only by <paramref name="cancellationToken"/>, and then leaves nothing behind that goes on.</summary>
    Task<InstructionOutcome> RunAsync(InstructionCall call, CancellationToken cancellationToken);
}
