namespace ActivityCore.Storage;

/// <summary>How long payloads are kept, and how often that is looked at.</summary>
public sealed record RetentionOptions
{
    /// <summary><c>PAYLOAD_RETENTION</c>: how long after its end a payload is kept; null, the default: for ever, so that every "why" can always be answered.</summary>
    public TimeSpan? KeepPayloads { get; init; }

    /// <summary>Between two passes. Default one minute: so long may a secret stay after the last run of its event.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Between two removals. Default one hour.</summary>
    public TimeSpan RemovalInterval { get; init; } = TimeSpan.FromHours(1);
}
