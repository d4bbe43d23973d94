using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Nats.Lite.Protocol;

/// <summary>One connection to one server, from INFO to its end: handshake, writing, pings. A lost session is never used again.</summary>
internal sealed class Session : IAsyncDisposable
{
    private const int MaxUnansweredPings = 2;
    private readonly Stream _stream;
    private readonly ProtocolReader _reader;
    private readonly Pipe _outgoing = new(new PipeOptions(pauseWriterThreshold: 1024 * 1024, resumeWriterThreshold: 512 * 1024, useSynchronizationContext: false));
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private readonly Queue<TaskCompletionSource> _pings = new();
    private readonly Task _pump;

    private Session(ServerAddress server, ServerInfo info, Stream stream, ProtocolReader reader)
    {
        Server = server;
        Info = info;
        _stream = stream;
        _reader = reader;
        _pump = PumpAsync();
    }

    public ServerAddress Server { get; }

    public ServerInfo Info { get; private set; }

    /// <summary>Connects, upgrades to TLS where either side wants it, logs in, and returns once the server has answered a ping.</summary>
    public static async Task<Session> OpenAsync(ServerAddress server, NatsOptions options, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.ConnectTimeout);
        var client = new TcpClient { NoDelay = true };
        Session? session = null;
        Stream? stream = null;
        try
        {
            await client.ConnectAsync(server.Host, server.Port, limit.Token).ConfigureAwait(false);
            stream = client.GetStream();
            // INFO must not be read further than its line: what follows may be a TLS handshake.
            var info = await ReadInfoAsync(stream, limit.Token).ConfigureAwait(false);
            if (server.Tls || options.RequireTls || info.TlsRequired)
            {
                stream = await UpgradeAsync(stream, server, options, info, limit.Token).ConfigureAwait(false);
            }

            session = new Session(server, info, stream, new ProtocolReader(PipeReader.Create(stream)));
            await session.LogInAsync(options, limit.Token).ConfigureAwait(false);
            return session;
        }
        catch (Exception e)
        {
            if (session is not null)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
            else if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            client.Dispose();
            throw e switch
            {
                NatsException => e,
                OperationCanceledException when !cancellation.IsCancellationRequested => new NatsException($"{server} did not answer within {options.ConnectTimeout.TotalSeconds:0.#} s", e),
                SocketException or IOException or System.Security.Authentication.AuthenticationException => new NatsException($"{server}: {e.Message}", e),
                _ => e,
            };
        }
    }

    /// <summary>Reads operations until the session ends, answering pings; returns when the server closed it, throws when it broke.</summary>
    public async Task ReadAsync(Action<long, NatsMessage> onMessage, Action<string> onError, CancellationToken cancellation)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ended.Token);
        while (await _reader.ReadAsync(both.Token).ConfigureAwait(false) is { } operation)
        {
            switch (operation)
            {
                case ServerOperation.Message message:
                    onMessage(message.SubscriptionId, message.Content);
                    break;
                case ServerOperation.Ping:
                    await WriteAsync(ProtocolWriter.Pong, both.Token).ConfigureAwait(false);
                    break;
                case ServerOperation.Pong:
                    TakePing()?.TrySetResult();
                    break;
                case ServerOperation.Info info:
                    Info = info.Server;
                    if (info.Server.LameDuck)
                    {
                        return;
                    }

                    break;
                case ServerOperation.Error error:
                    onError(error.Text);
                    break;
            }
        }
    }

    /// <summary>Pings for as long as the session lives; ends it when the server stays silent.</summary>
    public async Task KeepAliveAsync(TimeSpan interval, TimeProvider time)
    {
        while (true)
        {
            await Task.Delay(interval, time, _ended.Token).ConfigureAwait(false);
            int unanswered;
            lock (_pings)
            {
                unanswered = _pings.Count;
            }

            if (unanswered >= MaxUnansweredPings)
            {
                await _ended.CancelAsync().ConfigureAwait(false);
                return;
            }

            _ = PingAsync(_ended.Token);
        }
    }

    /// <summary>Completes when the server has read everything written so far.</summary>
    public async Task PingAsync(CancellationToken cancellation)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await WriteAsync(
            pipe =>
            {
                lock (_pings)
                {
                    _pings.Enqueue(answered);
                }

                ProtocolWriter.Ping(pipe);
            },
            cancellation).ConfigureAwait(false);
        using var end = _ended.Token.Register(() => answered.TrySetException(new NatsException($"the connection to {Server} was lost")));
        await answered.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes whole operations; waits while the server is slow.</summary>
    /// <exception cref="NatsException">The session has ended; what was written before may or may not have arrived.</exception>
    public async ValueTask WriteAsync(Action<PipeWriter> write, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_ended.IsCancellationRequested)
            {
                throw new NatsException($"the connection to {Server} was lost");
            }

            write(_outgoing.Writer);
            // Not cancelled half-way: an operation is written whole or not at all.
            var flushed = await _outgoing.Writer.FlushAsync(_ended.Token).ConfigureAwait(false);
            if (flushed.IsCompleted)
            {
                throw new NatsException($"the connection to {Server} was lost");
            }
        }
        catch (OperationCanceledException e) when (_ended.IsCancellationRequested)
        {
            throw new NatsException($"the connection to {Server} was lost", e);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        while (TakePing() is { } ping)
        {
            ping.TrySetException(new NatsException($"the connection to {Server} was lost"));
        }
    }

    private static async Task<ServerInfo> ReadInfoAsync(Stream stream, CancellationToken cancellation)
    {
        var line = new MemoryStream();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellation).ConfigureAwait(false) == 1)
        {
            line.WriteByte(one[0]);
            if (one[0] == '\n')
            {
                line.Position = 0;
                var operation = await new ProtocolReader(PipeReader.Create(line)).ReadAsync(cancellation).ConfigureAwait(false);
                return operation is ServerOperation.Info info ? info.Server : throw new NatsException("the server did not begin with INFO");
            }

            if (line.Length > 256 * 1024)
            {
                break;
            }
        }

        throw new NatsException("the server did not begin with INFO: is it a NATS server?");
    }

    private static async Task<Stream> UpgradeAsync(Stream stream, ServerAddress server, NatsOptions options, ServerInfo info, CancellationToken cancellation)
    {
        if (!info.TlsRequired && !info.TlsAvailable)
        {
            throw new NatsException($"{server} offers no TLS, which the address or the settings demand");
        }

        var tls = new SslStream(stream);
        var settings = new SslClientAuthenticationOptions { TargetHost = server.Host };
        if (options.ClientCertificate is { } certificate)
        {
            settings.ClientCertificates = [certificate];
        }

        if (options.TrustedCertificates is { } trusted)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(trusted);
            settings.CertificateChainPolicy = policy;
        }

        await tls.AuthenticateAsClientAsync(settings, cancellation).ConfigureAwait(false);
        return tls;
    }

    private async Task LogInAsync(NatsOptions options, CancellationToken cancellation)
    {
        var connect = ConnectCommand.Create(Server, options, Info);
        await WriteAsync(
            pipe =>
            {
                ProtocolWriter.Connect(pipe, connect);
                ProtocolWriter.Ping(pipe);
            },
            cancellation).ConfigureAwait(false);
        while (true)
        {
            switch (await _reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                case ServerOperation.Pong:
                    return;
                case ServerOperation.Error error:
                    throw new NatsException($"{Server} refused the connection: {error.Text}");
                case ServerOperation.Ping:
                    await WriteAsync(ProtocolWriter.Pong, cancellation).ConfigureAwait(false);
                    break;
                case ServerOperation.Info info:
                    Info = info.Server;
                    break;
                case null:
                    throw new NatsException($"{Server} closed the connection while logging in");
            }
        }
    }

    private TaskCompletionSource? TakePing()
    {
        lock (_pings)
        {
            return _pings.TryDequeue(out var ping) ? ping : null;
        }
    }

    private async Task PumpAsync()
    {
        try
        {
            while (true)
            {
                var result = await _outgoing.Reader.ReadAsync(_ended.Token).ConfigureAwait(false);
                foreach (var segment in result.Buffer)
                {
                    await _stream.WriteAsync(segment, _ended.Token).ConfigureAwait(false);
                }

                await _stream.FlushAsync(_ended.Token).ConfigureAwait(false);
                _outgoing.Reader.AdvanceTo(result.Buffer.End);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or SocketException)
        {
            // The reading side notices as well and reports; writers learn it from the completed pipe.
            await _outgoing.Reader.CompleteAsync().ConfigureAwait(false);
            await _ended.CancelAsync().ConfigureAwait(false);
        }
    }
}
