using System.Text.Json;
using ActivityCore.Events;

namespace ActivityCore.Rules.Cases;

/// <summary>One case: what comes in, and what must follow.</summary>
public sealed record GoldenCase
{
    /// <summary>What it shows; unique in its file.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands in its file (1-based).</summary>
    public required int Line { get; init; }

    /// <summary>What kind of cause it is.</summary>
    public required OccurrenceKind Kind { get; init; }

    /// <summary>The event; null for schedules and requests.</summary>
    public EventEnvelope? Event { get; init; }

    /// <summary>The nominal time: <c>now</c>.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The stubbed context, an object by entry name.</summary>
    public required JsonElement Context { get; init; }

    /// <summary>The tasks that must follow, each with the fields that matter; null where the case says nothing about them.</summary>
    public IReadOnlyList<JsonElement>? Tasks { get; init; }

    /// <summary>The instructions that must follow, each with the fields that matter; null where the case says nothing about them.</summary>
    public IReadOnlyList<JsonElement>? Instructions { get; init; }

    /// <summary>No task and no instruction may follow, and this is part of a reason; null where tasks are expected.</summary>
    public string? None { get; init; }

    /// <summary>An error must arise, and this is part of its message; null: none may.</summary>
    public string? Error { get; init; }
}
