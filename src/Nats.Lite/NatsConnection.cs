using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Nats.Lite.Protocol;

namespace Nats.Lite;

/// <summary>
/// A connection to a NATS server or cluster that comes back by itself. Thread-safe. While it is lost, calls wait up to
/// <see cref="NatsOptions.RequestTimeout"/> for it to return and then fail; nothing is buffered behind the caller's back.
/// </summary>
public sealed class NatsConnection : IAsyncDisposable
{
    private const int DefaultCapacity = 8192;
    private readonly NatsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<long, NatsSubscription> _subscriptions = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly RequestInbox _inbox;
    private readonly Lock _gate = new();
    private TaskCompletionSource<Session> _current = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Session? _connected;
    private Task _running = Task.CompletedTask;
    private long _lastSubscription;

    private NatsConnection(NatsOptions options, TimeProvider time, ILogger log)
    {
        _options = options;
        _time = time;
        _log = log;
        _inbox = new RequestInbox(this);
    }

    /// <summary>True while a server answers.</summary>
    public bool IsConnected => _connected is not null;

    /// <summary>The server's version while connected, or null.</summary>
    public string? ServerVersion => _connected?.Info.Version;

    internal NatsOptions Options => _options;

    internal TimeProvider Time => _time;

    internal ILogger Logger => _log;

    private Task<Session> CurrentTask
    {
        get
        {
            lock (_gate)
            {
                return _current.Task;
            }
        }
    }

    /// <summary>Connects to the first server of the list that answers.</summary>
    /// <exception cref="NatsException">None answered, or one refused the credentials.</exception>
    /// <exception cref="ArgumentException">The address list is no list of addresses.</exception>
    public static async Task<NatsConnection> ConnectAsync(
        NatsOptions options, ILogger? log = null, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var connection = new NatsConnection(options, time ?? TimeProvider.System, log ?? NullLogger.Instance);
        var servers = new ServerList(ServerAddress.ParseList(options.Url));
        var session = await connection.OpenAnyAsync(servers, cancellation).ConfigureAwait(false);
        connection.Use(session);
        connection._running = connection.RunAsync(servers, session);
        await connection._inbox.OpenAsync(cancellation).ConfigureAwait(false);
        return connection;
    }

    /// <summary>Publishes without waiting for anybody; the server has it once <see cref="FlushAsync"/> returned.</summary>
    /// <exception cref="ArgumentException">The subject is not publishable.</exception>
    /// <exception cref="NatsPayloadTooLargeException">Larger than the server's max_payload.</exception>
    /// <exception cref="NatsException">Not connected.</exception>
    public async Task PublishAsync(
        string subject, ReadOnlyMemory<byte> data, NatsHeaders? headers = null, string? replyTo = null, CancellationToken cancellation = default)
    {
        NatsSubject.RequirePublishable(subject);
        if (replyTo is not null)
        {
            NatsSubject.RequirePublishable(replyTo);
        }

        var session = await SessionAsync(cancellation).ConfigureAwait(false);
        var block = headers is { Count: > 0 } ? headers.Encode() : null;
        var size = data.Length + (block?.Length ?? 0);
        if (size > session.Info.MaxPayload)
        {
            throw new NatsPayloadTooLargeException($"the message of {size} bytes for {subject} is larger than the server's max_payload of {session.Info.MaxPayload}");
        }

        await session.WriteAsync(pipe => ProtocolWriter.Publish(pipe, subject, replyTo, block, data.Span), cancellation).ConfigureAwait(false);
    }

    /// <summary>Subscribes; returns once the subscription is on its way to the server (a flush makes sure of it).</summary>
    public async Task<NatsSubscription> SubscribeAsync(
        string subject, string? queue = null, int capacity = DefaultCapacity, CancellationToken cancellation = default)
    {
        NatsSubject.RequireValid(subject);
        if (queue is not null)
        {
            NatsSubject.RequirePublishable(queue);
        }

        var session = await SessionAsync(cancellation).ConfigureAwait(false);
        var subscription = new NatsSubscription(Interlocked.Increment(ref _lastSubscription), subject, queue, capacity, UnsubscribeAsync);
        _subscriptions[subscription.Id] = subscription;
        await session.WriteAsync(pipe => ProtocolWriter.Subscribe(pipe, subject, queue, subscription.Id), cancellation).ConfigureAwait(false);
        return subscription;
    }

    /// <summary>Asks and waits for one answer.</summary>
    /// <exception cref="NatsNoRespondersException">Nobody listens.</exception>
    /// <exception cref="NatsTimeoutException">No answer in time; what was asked may have been done all the same.</exception>
    public Task<NatsMessage> RequestAsync(
        string subject, ReadOnlyMemory<byte> data, NatsHeaders? headers = null, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _inbox.RequestAsync(subject, data, headers, timeout ?? _options.RequestTimeout, cancellation);

    /// <summary>Returns once the server has read all that was published before.</summary>
    public async Task FlushAsync(CancellationToken cancellation = default)
    {
        var session = await SessionAsync(cancellation).ConfigureAwait(false);
        await session.PingAsync(cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed.IsCancellationRequested)
        {
            return;
        }

        await _disposed.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        foreach (var subscription in _subscriptions.Values)
        {
            subscription.Complete();
        }

        _inbox.FailAll();
    }

    /// <summary>A subject that only this connection listens to.</summary>
    internal static string NewInbox() => "_INBOX." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    private async Task<Session> SessionAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        if (_connected is { } connected)
        {
            return connected;
        }

        try
        {
            return await CurrentTask.WaitAsync(_options.RequestTimeout, _time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new NatsException($"not connected to NATS ({ServerList.Show(_options.Url)}); attempts go on", e);
        }
    }

    private async ValueTask UnsubscribeAsync(NatsSubscription subscription)
    {
        _subscriptions.TryRemove(subscription.Id, out _);
        if (!_disposed.IsCancellationRequested && _connected is { } session)
        {
            try
            {
                await session.WriteAsync(pipe => ProtocolWriter.Unsubscribe(pipe, subscription.Id), CancellationToken.None).ConfigureAwait(false);
            }
            catch (NatsException)
            {
                // The session is gone and with it the subscription.
            }
        }
    }

    private void Use(Session session)
    {
        lock (_gate)
        {
            _connected = session;
            _current.SetResult(session);
        }
    }

    private async Task RunAsync(ServerList servers, Session session)
    {
        while (true)
        {
            await UseAsync(session).ConfigureAwait(false);
            lock (_gate)
            {
                _connected = null;
                _current = new TaskCompletionSource<Session>(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            await session.DisposeAsync().ConfigureAwait(false);
            _inbox.FailAll();
            if (_disposed.IsCancellationRequested || await ReopenAsync(servers).ConfigureAwait(false) is not { } next)
            {
                _current.TrySetException(new ObjectDisposedException(nameof(NatsConnection)));
                _ = _current.Task.Exception;
                return;
            }

            session = next;
            Use(session);
        }
    }

    private async Task UseAsync(Session session)
    {
        var alive = session.KeepAliveAsync(_options.PingInterval, _time);
        try
        {
            await session.ReadAsync(
                (id, message) =>
                {
                    if (_subscriptions.TryGetValue(id, out var subscription))
                    {
                        subscription.Deliver(message);
                    }
                },
                error => Log.ServerError(_log, session.Server.ToString(), error),
                _disposed.Token).ConfigureAwait(false);
            Log.Lost(_log, session.Server.ToString(), "the server closed it");
        }
        catch (OperationCanceledException) when (_disposed.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            Log.Lost(_log, session.Server.ToString(), e.Message);
        }
        finally
        {
            await session.DisposeAsync().ConfigureAwait(false);
            await alive.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Session?> ReopenAsync(ServerList servers)
    {
        var wait = _options.MinReconnectWait;
        while (true)
        {
            try
            {
                var session = await OpenAnyAsync(servers, _disposed.Token).ConfigureAwait(false);
                foreach (var subscription in _subscriptions.Values)
                {
                    await session.WriteAsync(pipe => ProtocolWriter.Subscribe(pipe, subscription.Subject, subscription.Queue, subscription.Id), _disposed.Token).ConfigureAwait(false);
                }

                Log.Connected(_log, session.Server.ToString());
                return session;
            }
            catch (OperationCanceledException) when (_disposed.IsCancellationRequested)
            {
                return null;
            }
            catch (NatsException e)
            {
                Log.StillLost(_log, e.Message);
            }

            // Jitter keeps a fleet from coming back in one instant.
            var jittered = wait * (0.5 + (RandomNumberGenerator.GetInt32(1000) / 1000.0));
            await Task.Delay(jittered, _time, _disposed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, _options.MaxReconnectWait.Ticks));
        }
    }

    private async Task<Session> OpenAnyAsync(ServerList servers, CancellationToken cancellation)
    {
        var failures = new List<string>();
        foreach (var server in servers.Next())
        {
            try
            {
                var session = await Session.OpenAsync(server, _options, cancellation).ConfigureAwait(false);
                servers.Learn(session.Info.ConnectUrls, server);
                return session;
            }
            catch (NatsException e)
            {
                failures.Add(e.Message);
            }
        }

        throw new NatsException($"no NATS server could be reached: {string.Join("; ", failures)}");
    }
}
