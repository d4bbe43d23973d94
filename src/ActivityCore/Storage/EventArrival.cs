namespace ActivityCore.Storage;

/// <summary>What storing an event came to.</summary>
public enum EventArrival
{
    /// <summary>Seen for the first time.</summary>
    New,

    /// <summary>The same publisher and id, the same content: a redelivery.</summary>
    Duplicate,

    /// <summary>The same publisher and id with other content: the first stands, the difference is counted in <see cref="StoredEvent.Conflicts"/>.</summary>
    Conflict,
}
