namespace Nats.Lite.Protocol;

/// <summary>One server of the list.</summary>
internal sealed record ServerAddress(string Host, int Port, bool Tls, string? User, string? Password)
{
    private const int DefaultPort = 4222;

    public override string ToString() => $"{Host}:{Port}";

    /// <summary>Reads the comma-separated list of a setting.</summary>
    /// <exception cref="ArgumentException">An entry is no nats:// or tls:// address; it is named without its password.</exception>
    public static IReadOnlyList<ServerAddress> ParseList(string urls) =>
        [.. urls.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    public static ServerAddress Parse(string url)
    {
        var text = url.Contains("://", StringComparison.Ordinal) ? url : "nats://" + url;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("nats" or "tls") || uri.Host.Length == 0)
        {
            var shown = url[(url.LastIndexOf('@') + 1)..];
            throw new ArgumentException($"'{shown}' is no NATS address: write nats://HOST:{DefaultPort} or tls://HOST:{DefaultPort}", nameof(url));
        }

        var user = uri.UserInfo.Split(':', 2);
        return new(uri.Host.Trim('[', ']'), uri.Port > 0 ? uri.Port : DefaultPort, uri.Scheme == "tls",
            user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null, user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null);
    }
}
