namespace ActivityCore.Settings;

/// <summary>The NATS servers that events come from and that tasks may go to.</summary>
public sealed record NatsSettings
{
    /// <summary>Servers, parted by commas; null: no NATS. May hold a password.</summary>
    public string? Url { get; init; }

    /// <summary>A <c>.creds</c> file, or null.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>Secret.</summary>
    public string? Token { get; init; }

    public string? User { get; init; }

    /// <summary>Secret; set exactly when <see cref="User"/> is.</summary>
    public string? Password { get; init; }

    /// <summary>PEM file of the authorities to trust; null: the system's. With it the connection is encrypted or not made.</summary>
    public string? TlsCaFile { get; init; }

    /// <summary>The stream of events.</summary>
    public string Stream { get; init; } = "ACTIVITY_EVENTS";

    /// <summary>The durable consumer that all routers share.</summary>
    public string Consumer { get; init; } = "activity-core";

    /// <summary>Copies of each stream that is made, 1 to 5.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Leaves addresses and secrets out, so that a settings object in a message gives nothing away.</summary>
    public override string ToString() => Url is null ? "no NATS" : $"stream {Stream}, consumer {Consumer}";
}
