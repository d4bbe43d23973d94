namespace ActivityCore.Http;

/// <summary>What to ask of a named endpoint.</summary>
public sealed record HttpEndpointRequest
{
    /// <summary>One of the endpoint's. Default GET.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Below the endpoint's address, without query. Default empty: the address itself.</summary>
    public string Path { get; init; } = "";

    /// <summary>Names and values of the query, escaped when they are sent.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further headers, such as <c>Idempotency-Key</c>; letters, digits and <c>._~-</c> alone may stand in a value.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A JSON text as UTF-8, or null for none.</summary>
    public ReadOnlyMemory<byte>? Json { get; init; }

    /// <summary>Less time than the endpoint's own, or null.</summary>
    public TimeSpan? Timeout { get; init; }
}
