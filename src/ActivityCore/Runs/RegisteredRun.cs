using System.Text.Json.Serialization;

namespace ActivityCore.Runs;

/// <summary>What <c>register_run</c> returns.</summary>
/// <param name="RunId">The run that has the occurrence: this workflow's, unless another one was first.</param>
/// <param name="Occurrence">The cause, with its nominal time.</param>
public sealed record RegisteredRun(
    [property: JsonPropertyName("run_id")] string RunId,
    [property: JsonPropertyName("occurrence")] string Occurrence);
