using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Temporalio.Client;

namespace Temporalio.Grpc;

/// <summary>Makes the HTTP/2 handler of a connection from its options.</summary>
internal static class HttpHandlers
{
    public static SocketsHttpHandler Create(TemporalConnectionOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // Polls keep their streams open: one connection with its limit of streams would starve the other calls.
            EnableMultipleHttp2Connections = true,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        };
        if (options.KeepAlive is { } keepAlive)
        {
            handler.KeepAlivePingDelay = keepAlive.Interval;
            handler.KeepAlivePingTimeout = keepAlive.Timeout;
            handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always;
        }

        if (UsesTls(options))
            handler.SslOptions = CreateSslOptions(options.Tls ?? new TlsOptions());
        return handler;
    }

    /// <summary>TLS is on when its options are there or an API key is, unless it is explicitly off.</summary>
    public static bool UsesTls(TemporalConnectionOptions options) =>
        options.Tls is { } tls ? !tls.Disabled : options.ApiKey is not null;

    private static SslClientAuthenticationOptions CreateSslOptions(TlsOptions tls)
    {
        var ssl = new SslClientAuthenticationOptions { ApplicationProtocols = [SslApplicationProtocol.Http2] };
        if (tls.ServerRootCACert is { } roots)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(roots));
            if (policy.CustomTrustStore.Count == 0)
                throw new ArgumentException("TLS ServerRootCACert holds no PEM certificate.", nameof(tls));
            ssl.CertificateChainPolicy = policy;
        }

        if (tls.ClientCert is null != tls.ClientPrivateKey is null)
            throw new ArgumentException("TLS needs both ClientCert and ClientPrivateKey, or neither.", nameof(tls));
        if (tls.ClientCert is { } certificate)
            ssl.ClientCertificateContext = CreateCertificateContext(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(tls.ClientPrivateKey!));
        return ssl;
    }

    private static SslStreamCertificateContext CreateCertificateContext(string certificatePem, string keyPem)
    {
        using var fromPem = X509Certificate2.CreateFromPem(certificatePem, keyPem);

        // Some platforms cannot use a key that was never in a store; a round trip through PKCS#12 gives one that all can.
        var leaf = X509CertificateLoader.LoadPkcs12(fromPem.Export(X509ContentType.Pkcs12), null);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificatePem);
        return SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }
}
