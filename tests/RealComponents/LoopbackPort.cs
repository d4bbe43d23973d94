using System.Net;
using System.Net.Sockets;

namespace RealComponents;

/// <summary>
/// Ports for programs that cannot be told to pick one themselves. A port is this process's until it ends, whatever else runs tests on the machine: the system
/// hands out none of them, and each is held by the lock of a file. So a program can be taken down and started again on its port, and no test talks to another's.
/// </summary>
public static class LoopbackPort
{
    // The system's own begin at 32,768.
    private const int First = 15_000;
    private const int End = 32_000;

    private static readonly List<FileStream> Held = [];

    /// <summary>A port that nobody listens on.</summary>
    public static int Free() => FreeRange(1);

    /// <summary>The first of several ports in a row that nobody listens on.</summary>
    public static int FreeRange(int count)
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var first = Random.Shared.Next(First, End - count);
            if (TryHold(Enumerable.Range(first, count)))
            {
                return first;
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

    private static bool TryHold(IEnumerable<int> ports)
    {
        List<FileStream> locks = [];
        List<TcpListener> listeners = [];
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"test-ports-{Environment.UserName}")).FullName;
            foreach (var port in ports)
            {
                locks.Add(new FileStream(Path.Combine(folder, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
                listeners.Add(new TcpListener(IPAddress.Loopback, port));
                listeners[^1].Start();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            // Another process has one of them.
            locks.ForEach(held => held.Dispose());
            return false;
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }

        lock (Held)
        {
            Held.AddRange(locks);
        }

        return true;
    }
}
