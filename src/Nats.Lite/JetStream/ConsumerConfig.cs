using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nats.Lite.JetStream;

/// <summary>A durable pull consumer's configuration under the API's own names.</summary>
public sealed record ConsumerConfig
{
    [JsonPropertyName("durable_name")]
    public required string DurableName { get; init; }

    [JsonPropertyName("description")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    [JsonPropertyName("filter_subject")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FilterSubject { get; init; }

    /// <summary><c>all</c>, <c>new</c>, <c>last</c>, ... Cannot be changed later.</summary>
    [JsonPropertyName("deliver_policy")]
    public string DeliverPolicy { get; init; } = "all";

    /// <summary><c>explicit</c>: each message on its own.</summary>
    [JsonPropertyName("ack_policy")]
    public string AckPolicy { get; init; } = "explicit";

    /// <summary>How long a delivered message may stay without an answer before it is delivered again. The server's default is 30 s.</summary>
    [JsonPropertyName("ack_wait")]
    public Nanoseconds AckWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>-1: for ever. At the end of its tries a message stays in the stream and only an advisory says so.</summary>
    [JsonPropertyName("max_deliver")]
    public int MaxDeliver { get; init; } = -1;

    /// <summary>How many may be out without an answer.</summary>
    [JsonPropertyName("max_ack_pending")]
    public int MaxAckPending { get; init; } = 1000;

    [JsonPropertyName("replay_policy")]
    public string ReplayPolicy { get; init; } = "instant";

    /// <summary>Everything else the server said.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Others { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}
