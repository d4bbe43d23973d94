using ActivityCore.Tasks;

namespace ActivityCore.Cli.Tasks;

/// <summary>A task as lists print it. The member names are a contract (docs/cli.md): they are added to and never renamed.</summary>
internal sealed record TaskView
{
    /// <summary>The sink's reference; null while it is pending.</summary>
    public string? Reference { get; init; }

    public string? Url { get; init; }

    public required string Key { get; init; }

    public required string Title { get; init; }

    public required string TargetRepo { get; init; }

    public required string Priority { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public int? DueInDays { get; init; }

    /// <summary>pending, created, deduplicated, rejected or dry_run.</summary>
    public required TaskState State { get; init; }

    public required string Sink { get; init; }

    public required string SourceType { get; init; }

    public required string SourceId { get; init; }

    public required string RunId { get; init; }

    public required Guid DefinitionId { get; init; }

    public required int Attempts { get; init; }

    public string? LastError { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The key of the task that stands for the same problem; its reference is this one's too.</summary>
    public string? DuplicateOf { get; init; }

    public static TaskView Of(TaskSpawn task) => new()
    {
        Reference = task.Reference,
        Url = task.Url,
        Key = task.Key,
        Title = task.Spec.Title,
        TargetRepo = task.Spec.TargetRepo,
        Priority = task.Spec.Priority,
        Labels = task.Spec.Labels,
        DueInDays = task.Spec.DueInDays,
        State = task.State,
        Sink = task.Sink,
        SourceType = task.Spec.SourceType,
        SourceId = task.Spec.SourceId,
        RunId = task.RunId,
        DefinitionId = task.DefinitionId,
        Attempts = task.Attempts,
        LastError = task.LastError,
        CreatedAt = task.CreatedAt,
        FinishedAt = task.FinishedAt,
        DuplicateOf = task.DuplicateOf,
    };
}
