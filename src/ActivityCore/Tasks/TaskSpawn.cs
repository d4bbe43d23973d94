using ActivityCore.Rules;

namespace ActivityCore.Tasks;

/// <summary>A row of <c>task_spawn_log</c>: why a task exists, what was sent and what came of it.</summary>
public sealed record TaskSpawn
{
    /// <summary>Place in the list, and the row's identity: a dry run and the live task share the key.</summary>
    public required long Sequence { get; init; }

    public required string Key { get; init; }

    public required string RunId { get; init; }

    public required Guid DefinitionId { get; init; }

    /// <summary>The version of the definition that decided.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>The verdict of the rule or instruction that asked for it, with condition, values and sentence; null where there is none.</summary>
    public RuleDecision? Rule { get; init; }

    /// <summary>As rendered; its event id is the true one, see <see cref="SentEventId"/>.</summary>
    public required TaskSpec Spec { get; init; }

    /// <summary>Lower-case hex SHA-256 of the ten fields as rendered.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How often the same key came with another payload; the first stands.</summary>
    public int Conflicts { get; init; }

    /// <summary><c>null</c>, <c>rest</c>, <c>nats</c>.</summary>
    public required string Sink { get; init; }

    public required TaskState State { get; init; }

    /// <summary>The reference that the sink gave (the earlier task's where deduplicated).</summary>
    public string? Reference { get; init; }

    /// <summary>Where people see it, when the sink says so.</summary>
    public string? Url { get; init; }

    /// <summary>The <c>triggering_event_id</c> that goes over the wire.</summary>
    public required string SentEventId { get; init; }

    public string? DedupeKey { get; init; }

    /// <summary>The key of the earlier task that stands for this one.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>Why it is pending or rejected; null otherwise.</summary>
    public string? LastError { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null while pending.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>Every try; empty in lists.</summary>
    public IReadOnlyList<TaskAttempt> AttemptLog { get; init; } = [];
}
