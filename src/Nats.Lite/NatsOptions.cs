using System.Security.Cryptography.X509Certificates;

namespace Nats.Lite;

/// <summary>How to reach a NATS server or cluster. Read once when a connection is opened.</summary>
public sealed record NatsOptions
{
    /// <summary>
    /// One or more of <c>nats://[user:password@]host[:4222]</c> or <c>tls://...</c>, comma-separated. Servers that the cluster names are tried too.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>The connection's name as the server's monitoring shows it.</summary>
    public string Name { get; init; } = "";

    /// <summary>User name; goes before one in the URL.</summary>
    public string? User { get; init; }

    /// <summary>Password of <see cref="User"/>.</summary>
    public string? Password { get; init; }

    /// <summary>Token.</summary>
    public string? Token { get; init; }

    /// <summary>Path of a <c>.creds</c> file (user JWT and NKey seed), read anew at every connect so that it can be rotated.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>Certificate authorities to trust in place of the system's; null: the system's.</summary>
    public X509Certificate2Collection? TrustedCertificates { get; init; }

    /// <summary>Client certificate with its private key; null: none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Refuses a server that does not offer TLS. Default false; a <c>tls://</c> address demands it too.</summary>
    public bool RequireTls { get; init; }

    /// <summary>Bound on one attempt to connect. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bound on a request that names none, and on waiting for a lost connection to come back. Default 5 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an idle connection is tried. Default 20 s; after two unanswered pings it counts as lost.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>First wait between two rounds of attempts, doubled up to <see cref="MaxReconnectWait"/>, with jitter. Default 100 ms.</summary>
    public TimeSpan MinReconnectWait { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Default 5 s. Attempts never end before the connection is disposed.</summary>
    public TimeSpan MaxReconnectWait { get; init; } = TimeSpan.FromSeconds(5);
}
