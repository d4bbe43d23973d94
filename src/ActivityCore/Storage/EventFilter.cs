namespace ActivityCore.Storage;

/// <summary>Which events to list; what is null does not limit.</summary>
public sealed record EventFilter
{
    public string? Type { get; init; }

    public string? Publisher { get; init; }

    public Guid? Id { get; init; }

    public EventState? State { get; init; }

    public bool? NoMatch { get; init; }

    /// <summary>Received at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }
}
