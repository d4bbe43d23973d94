namespace ActivityCore.Http;

/// <summary>
/// A service that definitions may use by its name. Addresses and credentials stand in the settings alone, so that whoever writes a definition
/// can neither reach another address nor see a secret. Immutable.
/// </summary>
public sealed record HttpEndpoint
{
    /// <summary>The largest answer of a neighbour, 4 MiB.</summary>
    internal const int NeighbourMaxBytes = 4 * 1024 * 1024;

    /// <summary>The name in definitions: small letters, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>http or https, without user, query and fragment. Requests stay at or below its path.</summary>
    public required Uri Address { get; init; }

    /// <summary>What may be sent. Default GET alone.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["GET"];

    /// <summary>Sent with every request, or null.</summary>
    public HttpCredential? Credential { get; init; }

    /// <summary>From the request to the end of the answer. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest answer. Default 1 MiB.</summary>
    public int MaxBytes { get; init; } = ResponseBody.DefaultLimit;

    /// <summary>Whether the name may stand for an address of a private network. Default false.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>A neighbour whose address is a setting of its own, such as State Hub: it stands inside, and its lists are long.</summary>
    internal static HttpEndpoint OfNeighbour(string name, Uri address) => new() { Name = name, Address = address, AllowPrivate = true, MaxBytes = NeighbourMaxBytes };

    /// <summary>Leaves the credential out.</summary>
    public override string ToString() => $"{Name} ({string.Join(", ", Methods)} {Address})";
}
