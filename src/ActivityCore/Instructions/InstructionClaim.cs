namespace ActivityCore.Instructions;

/// <summary>Whether an attempt may begin. A closed set.</summary>
public abstract record InstructionClaim
{
    private InstructionClaim()
    {
    }

    /// <summary>It is written down as begun.</summary>
    /// <param name="Sequence">The row.</param>
    /// <param name="Attempt">Its number.</param>
    public sealed record Begun(long Sequence, int Attempt) : InstructionClaim;

    /// <summary>The instruction succeeded or failed before.</summary>
    public sealed record Settled(InstructionRecord Record) : InstructionClaim;

    /// <summary>Another attempt may be under way.</summary>
    /// <param name="After">When to ask again.</param>
    public sealed record Wait(TimeSpan After) : InstructionClaim;
}
