using System.Net.Sockets;
using ActivityCore.Http;

namespace ActivityCore.Context.Inventory;

/// <summary>Opens a connection and closes it at once.</summary>
internal sealed class TcpProbe(AddressGuard guard, TimeSpan timeout, TimeProvider time)
{
    /// <summary><c>open</c>, <c>refused</c>, <c>timeout</c>, <c>unresolved</c>, <c>unreachable</c> or <c>not-allowed</c>.</summary>
    public async Task<string> LookAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var socket = await guard.ConnectAsync(host, port, either.Token);
            return "open";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "timeout";
        }
        catch (AddressRefusedException)
        {
            return "not-allowed";
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => "refused",
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "unresolved",
                SocketError.TimedOut => "timeout",
                _ => "unreachable",
            };
        }
    }
}
