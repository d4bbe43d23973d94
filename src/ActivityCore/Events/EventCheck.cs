namespace ActivityCore.Events;

/// <summary>How an event compares with its type's file. It decides nothing: an event that does not fit is handled all the same.</summary>
/// <param name="Type">The event type; null where no file describes it.</param>
/// <param name="Flags">What does not fit, a sentence each; empty where everything does.</param>
public sealed record EventCheck(EventType? Type, IReadOnlyList<string> Flags)
{
    /// <summary>Whether there is nothing to flag.</summary>
    public bool Fits => Flags.Count == 0;
}
