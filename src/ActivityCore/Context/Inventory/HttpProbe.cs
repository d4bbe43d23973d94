using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ActivityCore.Http;

namespace ActivityCore.Context.Inventory;

/// <summary>Looks at an address over a connection of its own: the head of the answer is read and nothing more.</summary>
internal sealed class HttpProbe(AddressGuard guard, TimeSpan timeout, TimeProvider time)
{
    /// <summary>Never throws for what the network does; cancelled by <paramref name="cancellationToken"/>.</summary>
    public async Task<HttpObservation> LookAsync(Uri address, CancellationToken cancellationToken)
    {
        DateTime? validUntil = null;
        using var handler = guard.CreateHandler();
        // Also of the connection and its TLS, which the handler bounds by itself otherwise.
        handler.ConnectTimeout = timeout;
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            // Also of a certificate that is then refused: that it has run out is what people want to know.
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                validUntil = (certificate as X509Certificate2)?.NotAfter.ToUniversalTime();
                return errors == SslPolicyErrors.None;
            },
        };
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var started = time.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Version = System.Net.HttpVersion.Version11 };
            using var response = await http.SendAsync(request, either.Token);
            return new() { Status = (int)response.StatusCode, LatencyMs = (int)time.GetElapsedTime(started).TotalMilliseconds, TlsDaysLeft = DaysLeft() };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new() { Reason = "Timeout", TlsDaysLeft = DaysLeft() };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new() { Reason = NetworkFailure.RefusedAddress(e) is null ? NetworkFailure.Name(e) : "AddressNotAllowed", TlsDaysLeft = DaysLeft() };
        }

        int? DaysLeft() => validUntil is { } until ? (int)Math.Floor((until - time.GetUtcNow().UtcDateTime).TotalDays) : null;
    }
}
