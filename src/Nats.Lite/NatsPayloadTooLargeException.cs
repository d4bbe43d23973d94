namespace Nats.Lite;

/// <summary>Larger than the server takes (its max_payload); nothing was sent.</summary>
public sealed class NatsPayloadTooLargeException(string message) : NatsException(message);
