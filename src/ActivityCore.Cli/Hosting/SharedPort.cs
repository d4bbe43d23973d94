using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace ActivityCore.Cli.Hosting;

/// <summary>
/// Pages, API and gRPC on one cleartext port. Kestrel leaves HTTP/2 out where no TLS handshake has chosen it; here the first bytes
/// choose: a connection that opens with the HTTP/2 preface (RFC 9113, 3.4) is announced as if the handshake had said <c>h2</c>.
/// </summary>
internal static class SharedPort
{
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    /// <summary>Serves HTTP/1.1 and HTTP/2 with prior knowledge on this endpoint.</summary>
    public static void UseSharedPort(this ListenOptions endpoint)
    {
        endpoint.Protocols = HttpProtocols.Http1AndHttp2;
        // The announcement makes the transport look like TLS, whose scheme the requests do not carry.
        endpoint.KestrelServerOptions.AllowAlternateSchemes = true;
        endpoint.Use(next => async connection =>
        {
            if (await StartsWithPrefaceAsync(connection))
            {
                var chosen = new ChosenByPreface();
                connection.Features.Set<ITlsConnectionFeature>(chosen);
                connection.Features.Set<ITlsApplicationProtocolFeature>(chosen);
            }

            await next(connection);
        });
    }

    private static async Task<bool> StartsWithPrefaceAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed);
            var length = (int)Math.Min(read.Buffer.Length, Preface.Length);
            var matches = Preface.AsSpan(0, length).SequenceEqual(read.Buffer.Slice(0, length).ToArray());
            if (!matches || length == Preface.Length || read.IsCompleted)
            {
                // Nothing is consumed: the HTTP layer reads the same bytes again.
                input.AdvanceTo(read.Buffer.Start);
                return matches && length == Preface.Length;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private sealed class ChosenByPreface : ITlsConnectionFeature, ITlsApplicationProtocolFeature
    {
        public X509Certificate2? ClientCertificate { get; set; }

        public ReadOnlyMemory<byte> ApplicationProtocol { get; } = "h2"u8.ToArray();

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);
    }
}
