using ActivityCore.Settings;
using Microsoft.Extensions.Logging;
using Temporalio.Client;

namespace ActivityCore.Runs;

/// <summary>Connections from settings.</summary>
public static class TemporalConnections
{
    /// <summary>What <see cref="TemporalClient.ConnectAsync(TemporalClientConnectOptions)"/> takes. Reads the certificate files.</summary>
    /// <param name="settings">With an address, or with that of the embedded service in <paramref name="address"/>.</param>
    /// <param name="loggers">Where the client logs.</param>
    /// <param name="address">HOST:PORT of the embedded service; null: the settings' own.</param>
    public static TemporalClientConnectOptions ToConnectOptions(this TemporalSettings settings, ILoggerFactory loggers, string? address = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new(address ?? settings.Address ?? throw new ArgumentException("There is no address.", nameof(settings)))
        {
            Namespace = settings.Namespace,
            ApiKey = settings.ApiKey,
            LoggerFactory = loggers,
            Tls = settings.Tls ? Tls(settings) : settings.ApiKey is null ? null : new() { Disabled = true },
        };
    }

    private static TlsOptions Tls(TemporalSettings settings) => new()
    {
        Domain = settings.ServerName,
        ServerRootCACert = Read(settings.ServerCaFile),
        ClientCert = Read(settings.ClientCertFile),
        ClientPrivateKey = Read(settings.ClientKeyFile),
    };

    private static byte[]? Read(string? file) => file is null ? null : File.ReadAllBytes(file);
}
