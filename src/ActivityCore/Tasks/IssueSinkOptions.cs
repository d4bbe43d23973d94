namespace ActivityCore.Tasks;

/// <summary>Where tasks go. Values are handed in; this folder reads no environment.</summary>
public sealed record IssueSinkOptions
{
    /// <summary><c>ISSUE_SINK_TYPE</c>: null, rest or nats. Default null, a dry run.</summary>
    public string Type { get; set; } = "null";

    /// <summary><c>ISSUE_CORE_URL</c>: the base address, http or https. Required for rest.</summary>
    public string? IssueCoreUrl { get; set; }

    /// <summary><c>ISSUE_CORE_API_KEY</c>: required for rest; surrounding white space is dropped.</summary>
    public string? IssueCoreApiKey { get; set; }

    /// <summary>
    /// <c>ISSUE_SINK_COMPAT_EVENT_ID=derived</c>: sends the UUIDv5 of the task key as <c>triggering_event_id</c>, for receivers that dedupe on that field alone.
    /// Default false.
    /// </summary>
    public bool DerivedEventId { get; set; }

    /// <summary>
    /// <c>ISSUE_SINK_NATS_ALLOW_DISCARD_OLD</c>: takes an existing stream of tasks although it drops the oldest ones when full, acknowledged or not. Default false.
    /// </summary>
    public bool AllowDiscardOld { get; set; }

    /// <summary>How long one request may take. Default 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Leaves address and key out, so that an options object in a message gives nothing away.</summary>
    public override string ToString() => $"sink {Type}";
}
