namespace ActivityCore.Demo;

/// <summary>What one row came to.</summary>
/// <param name="Id">M1 to M16.</param>
/// <param name="What">The row's words.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Saw">The evidence, the reason or the failure.</param>
/// <param name="Took">How long it took.</param>
internal sealed record RowResult(string Id, string What, RowOutcome Outcome, string Saw, TimeSpan Took)
{
    /// <summary>Rows are numbered; the order in which they are played is another.</summary>
    public int Number => int.Parse(Id.AsSpan(1));
}
