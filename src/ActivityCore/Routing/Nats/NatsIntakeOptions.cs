namespace ActivityCore.Routing.Nats;

/// <summary>How the intake deals with the stream.</summary>
internal sealed record NatsIntakeOptions
{
    public required string Stream { get; init; }

    public required string Consumer { get; init; }

    /// <summary>How long a message may stay without a word from us before the server gives it to another. Default 30 s.</summary>
    public TimeSpan AckWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages taken and not acknowledged yet, in this process. Default 32.</summary>
    public int MaxInHand { get; init; } = 32;

    /// <summary>The same over all processes of the consumer. Default 1,024.</summary>
    public int MaxAckPending { get; init; } = 1_024;
}
