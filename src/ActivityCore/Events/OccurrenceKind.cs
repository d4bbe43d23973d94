namespace ActivityCore.Events;

/// <summary>The three kinds of cause.</summary>
public enum OccurrenceKind
{
    /// <summary>An event from a publisher.</summary>
    Event,

    /// <summary>A tick of a definition's cron trigger.</summary>
    Schedule,

    /// <summary>A request by a person or a program.</summary>
    Manual,
}
