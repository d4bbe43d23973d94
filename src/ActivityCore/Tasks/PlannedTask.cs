namespace ActivityCore.Tasks;

/// <summary>A rendered task with its idempotency key, before any sink has seen it.</summary>
public sealed record PlannedTask
{
    /// <summary>The idempotency key, see <see cref="TaskKey"/>.</summary>
    public required string Key { get; init; }

    /// <summary>What is sent.</summary>
    public required TaskSpec Spec { get; init; }

    /// <summary>The problem's identity across occurrences, or null.</summary>
    public string? DedupeKey { get; init; }

    /// <summary>How long an earlier task stands for the same problem; null without a dedupe key.</summary>
    public TimeSpan? DedupeWindow { get; init; }
}
