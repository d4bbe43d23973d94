using System.Text.Json;
using ActivityCore.Events;

namespace ActivityCore.Rules;

/// <summary>Everything that a decision depends on besides the definition.</summary>
public sealed record EvaluationInput
{
    /// <summary>The cause; its nominal time is <c>now</c>.</summary>
    public required Occurrence Occurrence { get; init; }

    /// <summary>The event; null in runs of a schedule or a request.</summary>
    public EventEnvelope? Event { get; init; }

    /// <summary>The resolved context as a JSON object by entry name; entries that were skipped are left out. Default: empty.</summary>
    public JsonElement Context { get; init; }
}
