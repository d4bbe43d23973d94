using System.Text.Json.Serialization;

namespace ActivityCore.Runs;

/// <summary>The answer to the query <c>status</c>.</summary>
/// <param name="Step">The step that the run is at: an activity's name, <c>parked</c> or <c>done</c>.</param>
/// <param name="Reason">Why it is parked, or the instruction that is done; null otherwise.</param>
public sealed record RunStatus(
    [property: JsonPropertyName("step")] string Step,
    [property: JsonPropertyName("reason")] string? Reason = null);
