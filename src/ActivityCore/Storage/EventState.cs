namespace ActivityCore.Storage;

/// <summary>How far an event has come.</summary>
public enum EventState
{
    /// <summary>Stored; not every matching run has been started yet.</summary>
    Received,

    /// <summary>Every matching run has been started, or nothing matched.</summary>
    Routed,
}
