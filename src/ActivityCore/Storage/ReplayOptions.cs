namespace ActivityCore.Storage;

/// <summary>How a dead letter is tried again.</summary>
public sealed record ReplayOptions
{
    /// <summary>For an event: the mended message, taken instead of what came; null: what came.</summary>
    public ReadOnlyMemory<byte>? Mended { get; init; }

    /// <summary>For a task: rest or nats; null: the sink that refused it.</summary>
    public string? SinkType { get; init; }
}
