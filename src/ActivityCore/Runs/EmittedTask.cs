using System.Text.Json.Serialization;

namespace ActivityCore.Runs;

/// <summary>A task with its reference.</summary>
/// <param name="Title">For people, at most 200 characters.</param>
/// <param name="Reference">What the sink calls it.</param>
/// <param name="State"><c>created</c>, <c>deduplicated</c> or <c>dry_run</c>.</param>
public sealed record EmittedTask(
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("reference")] string Reference,
    [property: JsonPropertyName("state")] string State);
