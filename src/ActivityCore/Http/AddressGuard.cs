using System.Net;
using System.Net.Sockets;

namespace ActivityCore.Http;

/// <summary>
/// Connects to addresses that may be called and to no others. A name is resolved once and the very addresses that were checked are
/// connected to, so that an answer of DNS that changes in between leads nowhere. Safe to share.
/// </summary>
public sealed class AddressGuard(bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    /// <summary>How long a TCP connection may take.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>A handler for HTTP that follows no redirect, uses no proxy, keeps no cookies and unpacks nothing.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 64,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    /// <summary>A connected socket, the caller's to dispose of.</summary>
    /// <exception cref="AddressRefusedException">The name stands for no address that may be called.</exception>
    /// <exception cref="SocketException">It does not exist, or nothing answers there.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken);
        var allowed = Array.FindAll(found, IsAllowed);
        if (allowed.Length == 0)
        {
            throw found.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : Refused(host, found);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsAllowed(IPAddress address) => AddressKinds.KindOf(address) switch
    {
        AddressKind.Public => true,
        AddressKind.Private => allowPrivate,
        _ => false,
    };

    private static AddressRefusedException Refused(string host, IPAddress[] found) => Array.Exists(found, a => AddressKinds.KindOf(a) == AddressKind.Private)
        ? new($"{host} is an address of a private network, and allow_private is not set for it.")
        : new($"{host} is a link-local, metadata or reserved address, which is never called.");
}
