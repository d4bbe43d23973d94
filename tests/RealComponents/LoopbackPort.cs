using System.Net;
using System.Net.Sockets;

namespace RealComponents;

/// <summary>Ports for programs that cannot be told to pick one themselves.</summary>
public static class LoopbackPort
{
    /// <summary>A port that the system had free a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The first of several ports in a row that were free a moment ago, below those that the system hands out itself.</summary>
    public static int FreeRange(int count)
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var first = Random.Shared.Next(15_000, 32_000 - count);
            var listeners = Enumerable.Range(first, count).Select(port => new TcpListener(IPAddress.Loopback, port)).ToList();
            try
            {
                listeners.ForEach(listener => listener.Start());
                return first;
            }
            catch (SocketException)
            {
                // One of them is taken.
            }
            finally
            {
                listeners.ForEach(listener => listener.Dispose());
            }
        }

        throw new InvalidOperationException($"There are no {count} free ports in a row.");
    }

    /// <summary>Waits until something accepts connections, or the program behind it has ended.</summary>
    public static async Task WaitUntilOpenAsync(int port, ComponentProcess process, TimeSpan timeout)
    {
        var end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (!process.HasExited && Environment.TickCount64 < end)
            {
                await Task.Delay(50);
            }
            catch (SocketException e)
            {
                throw new InvalidOperationException($"{process.Name} does not listen on port {port}. Its output:\n{process.Output}", e);
            }
        }
    }
}
