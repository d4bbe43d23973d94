using ActivityCore.Storage;

namespace ActivityCore.Routing;

/// <summary>What became of an event at the door. A closed set.</summary>
public abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    /// <summary>Stored durably; it will be routed.</summary>
    public sealed record Accepted(StoredEvent Event) : IntakeResult;

    /// <summary>Publisher and id were known; the first stands.</summary>
    /// <param name="Event">The event that stands.</param>
    /// <param name="HasOtherContent">True: this one has other content than the first.</param>
    public sealed record Duplicate(StoredEvent Event, bool HasOtherContent) : IntakeResult;

    /// <summary>It is no event; the reason names the cure and repeats no content.</summary>
    public sealed record Refused(string Reason) : IntakeResult;
}
