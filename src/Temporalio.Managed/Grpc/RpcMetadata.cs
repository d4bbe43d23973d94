using Google.Protobuf;
using Temporalio.Client;
using Temporalio.Shared.Grpc;

namespace Temporalio.Grpc;

/// <summary>Puts the metadata of a call together. Later sources replace earlier ones: own, connection, API key if free, call.</summary>
internal static class RpcMetadata
{
    private const string ClientName = "temporal-dotnet";
    private const string Authorization = "authorization";
    private const string Namespace = "temporal-namespace";
    private static readonly string ClientVersion = typeof(RpcMetadata).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static IReadOnlyDictionary<string, string> Merge(ITemporalConnection connection, IMessage request, RpcOptions? options)
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client-name"] = ClientName,
            ["client-version"] = ClientVersion,
            ["user-agent"] = $"{ClientName}/{ClientVersion}",
        };
        if (NamespaceOf(request) is { } name && IsAscii(name))
            merged[Namespace] = name;
        Add(merged, connection.RpcMetadata);
        AddBinary(merged, connection.RpcBinaryMetadata);
        if (connection.ApiKey is { } key)
            merged.TryAdd(Authorization, "Bearer " + key);
        Add(merged, options?.Metadata ?? []);
        AddBinary(merged, options?.BinaryMetadata ?? []);
        return merged;
    }

    /// <summary>The namespace that a call is about, if it is about one.</summary>
    public static string? NamespaceOf(IMessage request) =>
        request.Descriptor.FindFieldByName("namespace")?.Accessor.GetValue(request) is string { Length: > 0 } name ? name : null;

    /// <summary>Refuses what cannot be sent, where it is set rather than in some later call.</summary>
    public static void Validate(IEnumerable<KeyValuePair<string, string>> metadata) =>
        Add(new Dictionary<string, string>(StringComparer.Ordinal), metadata);

    /// <inheritdoc cref="Validate(IEnumerable{KeyValuePair{string, string}})" />
    public static void Validate(IEnumerable<KeyValuePair<string, byte[]>> metadata) =>
        AddBinary(new Dictionary<string, string>(StringComparer.Ordinal), metadata);

    private static void Add(Dictionary<string, string> merged, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        foreach (var (name, value) in metadata)
        {
            var key = CheckedName(name);
            if (key.EndsWith(GrpcNames.BinarySuffix, StringComparison.Ordinal))
                throw new ArgumentException($"RPC metadata '{name}' ends in -bin, so its value belongs into the binary metadata.", nameof(metadata));
            if (value.Contains('\n', StringComparison.Ordinal) || value.Contains('\r', StringComparison.Ordinal) || !IsAscii(value))
                throw new ArgumentException($"The value of RPC metadata '{name}' must be printable ASCII on one line.", nameof(metadata));
            merged[key] = value;
        }
    }

    private static void AddBinary(Dictionary<string, string> merged, IEnumerable<KeyValuePair<string, byte[]>> metadata)
    {
        foreach (var (name, value) in metadata)
        {
            var key = CheckedName(name);
            if (!key.EndsWith(GrpcNames.BinarySuffix, StringComparison.Ordinal))
                throw new ArgumentException($"Binary RPC metadata '{name}' must end in -bin.", nameof(metadata));
            merged[key] = GrpcBinaryValue.Encode(value);
        }
    }

    private static string CheckedName(string name)
    {
        if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
            throw new ArgumentException($"RPC metadata name '{name}' may hold only letters, digits, '-', '_' and '.'.", nameof(name));
        var key = name.ToLowerInvariant();
        return key.StartsWith("grpc-", StringComparison.Ordinal) || key is "content-type" or "te" or "host"
            ? throw new ArgumentException($"RPC metadata name '{name}' belongs to the protocol.", nameof(name))
            : key;
    }

    private static bool IsAscii(string value) => value.All(c => c is >= ' ' and <= '~');
}
