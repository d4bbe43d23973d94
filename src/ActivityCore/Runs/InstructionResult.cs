using System.Text.Json.Serialization;

namespace ActivityCore.Runs;

/// <summary>What an instruction came to, short enough to be read in Temporal's pages.</summary>
/// <param name="State"><c>succeeded</c> or <c>failed</c>.</param>
/// <param name="Summary">What came of it, or why it failed.</param>
/// <param name="Tasks">How many tasks it returned.</param>
/// <param name="Stops">It failed and the run fails with it: nothing further is done.</param>
public sealed record InstructionResult(
    [property: JsonPropertyName("state")] string State,
    [property: JsonPropertyName("summary")] string Summary,
    [property: JsonPropertyName("tasks")] int Tasks,
    [property: JsonPropertyName("stops")] bool Stops);
