namespace ActivityCore.Evidence;

/// <summary>One step of the controlled smoke.</summary>
/// <param name="EventType">What was sent.</param>
/// <param name="Sink">Where.</param>
/// <param name="Expected"><c>accepted</c> or <c>refused</c>.</param>
/// <param name="Result"><c>accepted</c>, <c>refused</c>, <c>not sent</c> or <c>no answer</c>.</param>
/// <param name="Detail">The reference, or why; without secrets.</param>
public sealed record SmokeStep(string EventType, string Sink, string Expected, string Result, string Detail)
{
    /// <summary>As it should be.</summary>
    public bool Passed => string.Equals(Expected, Result, StringComparison.Ordinal);
}
