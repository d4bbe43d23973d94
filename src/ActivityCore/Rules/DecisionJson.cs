using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActivityCore.Rules;

/// <summary>The stored form of a decision. Equal decisions give equal bytes.</summary>
public static class DecisionJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>UTF-8 JSON with snake_case names.</summary>
    public static byte[] Serialize(Decision decision) => JsonSerializer.SerializeToUtf8Bytes(decision, Options);

    /// <summary>UTF-8 JSON of one verdict.</summary>
    public static byte[] Serialize(RuleDecision decision) => JsonSerializer.SerializeToUtf8Bytes(decision, Options);

    /// <summary>Reads what <see cref="Serialize(Decision)"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are no decision.</exception>
    public static Decision Deserialize(ReadOnlySpan<byte> json)
        => JsonSerializer.Deserialize<Decision>(json, Options) ?? throw new JsonException("The decision is null.");

    /// <summary>Reads one verdict.</summary>
    /// <exception cref="JsonException">The bytes are no verdict.</exception>
    public static RuleDecision DeserializeRule(ReadOnlySpan<byte> json)
        => JsonSerializer.Deserialize<RuleDecision>(json, Options) ?? throw new JsonException("The verdict is null.");
}
