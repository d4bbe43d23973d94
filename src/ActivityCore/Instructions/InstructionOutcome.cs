using ActivityCore.Tasks;

namespace ActivityCore.Instructions;

/// <summary>What one attempt came to. A closed set; texts are for people and without secrets.</summary>
public abstract record InstructionOutcome
{
    private InstructionOutcome()
    {
    }

    /// <summary>It is done.</summary>
    /// <param name="Summary">What came of it, in a line.</param>
    public sealed record Succeeded(string Summary) : InstructionOutcome
    {
        /// <summary>Where to look further, or null.</summary>
        public string? Reference { get; init; }

        /// <summary>What it gave, as JSON text; read only where the instruction returns tasks.</summary>
        public ReadOnlyMemory<byte> Result { get; init; }

        /// <summary>Masks the secrets that it was given, in texts of the result; null: it was given none.</summary>
        public Func<string, string>? Withhold { get; init; }

        /// <summary>What it said, or null.</summary>
        public string? Output { get; init; }

        /// <summary>The tasks that <see cref="Result"/> was found to hold.</summary>
        public IReadOnlyList<PlannedTask> Tasks { get; init; } = [];
    }

    /// <summary>Not now: an outage or a limit. Another attempt can help.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="After">What the receiver asked for, or null.</param>
    /// <param name="MayBeDone">Whether it may have been done all the same: an answer that did not come.</param>
    public sealed record Retry(string Reason, TimeSpan? After = null, bool MayBeDone = false) : InstructionOutcome;

    /// <summary>Never as it is.</summary>
    /// <param name="Reason">Why, with the cure where there is one.</param>
    /// <param name="Output">What it said, or null.</param>
    public sealed record Failed(string Reason, string? Output = null) : InstructionOutcome;
}
