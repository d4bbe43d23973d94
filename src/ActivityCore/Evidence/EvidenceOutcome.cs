namespace ActivityCore.Evidence;

/// <summary>How a run's evidence stands after a submission.</summary>
/// <param name="Rows">All of it, in the order of the file.</param>
/// <param name="RetryAfter">The longest wait that a receiver asked for, or null.</param>
public sealed record EvidenceOutcome(IReadOnlyList<EvidenceRecord> Rows, TimeSpan? RetryAfter)
{
    /// <summary>Nothing is left to be sent.</summary>
    public bool IsComplete => !Rows.Any(row => row.State == EvidenceState.Pending);

    /// <summary>How many are in the state.</summary>
    public int Count(EvidenceState state) => Rows.Count(row => row.State == state);

    /// <summary>One sentence that names what is open; without secrets, at most 2,000 characters.</summary>
    public string Describe()
    {
        var open = Rows.Where(row => row.State == EvidenceState.Pending).ToArray();
        var text = $"{open.Length} of {Rows.Count} pieces of evidence are open: "
            + string.Join("; ", open.Select(row => $"{row.EventType}{(row.Entity.Length == 0 ? "" : $" of {row.Entity}")} to {row.Sink} ({row.LastError ?? "not tried"})"));
        return text.Length <= 2_000 ? text : text[..1_997] + "...";
    }
}
