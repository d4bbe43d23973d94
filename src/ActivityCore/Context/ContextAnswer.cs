using System.Text.Json;

namespace ActivityCore.Context;

/// <summary>What a source answered. A closed set; reasons are for people and without secrets.</summary>
public abstract record ContextAnswer
{
    private ContextAnswer()
    {
    }

    /// <summary>The answer.</summary>
    public sealed record Found(JsonElement Value) : ContextAnswer;

    /// <summary>Not now: an outage or a limit. Asking again can help.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="After">What the neighbour asked for, or null.</param>
    public sealed record Unavailable(string Reason, TimeSpan? After = null) : ContextAnswer;

    /// <summary>Never as it is: a setting or a parameter is wrong, or the answer cannot be used.</summary>
    public sealed record Refused(string Reason) : ContextAnswer;
}
