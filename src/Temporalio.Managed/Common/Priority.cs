namespace Temporalio.Common;

/// <summary>
/// Where a task stands in its queue's backlog. What is unset is inherited from the calling workflow, or is the service's default.
/// </summary>
public sealed record Priority
{
    public Priority(int? priorityKey = null, string? fairnessKey = null, float? fairnessWeight = null)
    {
        PriorityKey = priorityKey;
        FairnessKey = fairnessKey;
        FairnessWeight = fairnessWeight;
    }

    internal Priority(Api.Common.V1.Priority? proto)
    {
        PriorityKey = proto is { PriorityKey: not 0 } ? proto.PriorityKey : null;
        FairnessKey = proto is { FairnessKey.Length: > 0 } ? proto.FairnessKey : null;
        FairnessWeight = proto is { FairnessWeight: not 0 } ? proto.FairnessWeight : null;
    }

    /// <summary>Nothing set.</summary>
    public static Priority Default { get; } = new();

    /// <summary>1 and up; smaller runs sooner.</summary>
    public int? PriorityKey { get; init; }

    /// <summary>Tasks of one key share its part of the dispatch rate. At most 64 bytes.</summary>
    public string? FairnessKey { get; init; }

    /// <summary>The key's part of the dispatch rate, 0.001 to 1000; the service's default is 1.</summary>
    public float? FairnessWeight { get; init; }

    internal Api.Common.V1.Priority ToProto() => new()
    {
        PriorityKey = PriorityKey ?? 0,
        FairnessKey = FairnessKey ?? string.Empty,
        FairnessWeight = FairnessWeight ?? 0,
    };
}
