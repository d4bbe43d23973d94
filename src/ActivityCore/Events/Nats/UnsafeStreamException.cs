namespace ActivityCore.Events.Nats;

/// <summary>A stream that is there would lose what it has acknowledged. The message says why and names the cure.</summary>
public sealed class UnsafeStreamException(string message) : Exception(message);
