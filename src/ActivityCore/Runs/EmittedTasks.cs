using System.Text.Json.Serialization;

namespace ActivityCore.Runs;

/// <summary>What <c>emit_tasks</c> returns: every task of the run has a reference.</summary>
/// <param name="Tasks">The first ones, at most 20.</param>
/// <param name="More">How many are left out.</param>
public sealed record EmittedTasks(
    [property: JsonPropertyName("tasks")] IReadOnlyList<EmittedTask> Tasks,
    [property: JsonPropertyName("more")] int More)
{
    /// <summary>Nothing.</summary>
    public static EmittedTasks None { get; } = new([], 0);
}
