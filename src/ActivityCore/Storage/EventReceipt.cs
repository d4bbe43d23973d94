namespace ActivityCore.Storage;

/// <summary>What storing an event came to, and how far the event that stands has come: a duplicate that is not routed yet is to be routed.</summary>
/// <param name="Arrival">New, or the kind of repeat.</param>
/// <param name="Event">The event that stands.</param>
public sealed record EventReceipt(EventArrival Arrival, StoredEvent Event);
