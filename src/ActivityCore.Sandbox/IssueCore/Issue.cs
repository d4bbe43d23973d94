using System.Text.Json.Serialization;

namespace ActivityCore.Sandbox.IssueCore;

/// <summary>An issue as the stand-in keeps it.</summary>
public sealed record Issue
{
    [JsonPropertyName("issue_id")]
    public required string Id { get; init; }

    [JsonPropertyName("received_at")]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary><c>rest</c> or <c>nats</c>.</summary>
    [JsonPropertyName("via")]
    public required string Via { get; init; }

    [JsonPropertyName("idempotency_key")]
    public string? IdempotencyKey { get; init; }

    [JsonPropertyName("task")]
    public required TaskIngestionRequest Task { get; init; }

    /// <summary>How many more requests were taken for this one and made no issue.</summary>
    [JsonPropertyName("dropped")]
    public int Dropped { get; set; }
}
