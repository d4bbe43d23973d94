namespace Nats.Lite;

/// <summary>A message as it came. Immutable; the data is the receiver's own copy.</summary>
public sealed record NatsMessage
{
    public required string Subject { get; init; }

    /// <summary>Where an answer goes; null where none is wanted.</summary>
    public string? ReplyTo { get; init; }

    public NatsHeaders Headers { get; init; } = [];

    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Status of a message from the server itself (503 no responders, 404 no messages, 408 timeout, 100 idle); 0 for all others.</summary>
    public int Status { get; init; }

    /// <summary>The status in words.</summary>
    public string StatusText { get; init; } = "";
}
