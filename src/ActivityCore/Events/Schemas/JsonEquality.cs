using System.Text.Json;

namespace ActivityCore.Events.Schemas;

/// <summary>Equality as JSON Schema has it (1 equals 1.0, members in any order), with a hash, so that long lists stay cheap.</summary>
internal sealed class JsonEquality : IEqualityComparer<JsonElement>
{
    public static readonly JsonEquality Instance = new();

    public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

    public int GetHashCode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble().GetHashCode(),
        JsonValueKind.String => StringComparer.Ordinal.GetHashCode(value.GetString()!),
        JsonValueKind.Array => value.EnumerateArray().Aggregate(17, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        JsonValueKind.Object => value.EnumerateObject().Aggregate(19, (hash, m) => hash ^ HashCode.Combine(StringComparer.Ordinal.GetHashCode(m.Name), GetHashCode(m.Value))),
        var kind => (int)kind,
    };
}
