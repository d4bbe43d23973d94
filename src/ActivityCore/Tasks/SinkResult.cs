namespace ActivityCore.Tasks;

/// <summary>What a sink answered. A closed set; expected outcomes are never exceptions.</summary>
public abstract record SinkResult
{
    private SinkResult()
    {
    }

    /// <summary>The task exists there.</summary>
    /// <param name="Reference">The sink's own id of it.</param>
    /// <param name="Url">Where people see it, or null.</param>
    public sealed record Created(string Reference, string? Url = null) : SinkResult;

    /// <summary>Not now: an outage, a limit, an answer that cannot be used. The same key is to be sent again.</summary>
    /// <param name="Reason">For people; without secrets.</param>
    /// <param name="After">What the receiver asked for, or null.</param>
    public sealed record Retry(string Reason, TimeSpan? After = null) : SinkResult;

    /// <summary>Never as it is: the content was refused.</summary>
    /// <param name="Reason">For people; without secrets.</param>
    /// <param name="Status">The HTTP status where there is one.</param>
    public sealed record Rejected(string Reason, int? Status = null) : SinkResult;
}
