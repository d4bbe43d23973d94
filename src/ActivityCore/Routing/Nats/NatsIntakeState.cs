namespace ActivityCore.Routing.Nats;

/// <summary>Whether the stream moves, for readiness. Safe to share.</summary>
internal sealed class NatsIntakeState
{
    private volatile string? _broken = "not connected yet";
    private volatile string? _held;
    private int _waiting;

    /// <summary>Why the stream stands still, or null. Names no host and repeats no content.</summary>
    public string? Fault => _broken
        ?? (Volatile.Read(ref _waiting) is > 0 and var count ? $"the stream is held: {count} messages wait ({_held})" : null);

    /// <summary>Messages come.</summary>
    public void Flows() => _broken = null;

    /// <summary>No message comes.</summary>
    public void Broken(string why) => _broken = why;

    /// <summary>A message could not be routed and waits for better times.</summary>
    public void Hold(string why)
    {
        _held = why;
        Interlocked.Increment(ref _waiting);
    }

    /// <summary>A message that waited does so no longer.</summary>
    public void Release() => Interlocked.Decrement(ref _waiting);
}
