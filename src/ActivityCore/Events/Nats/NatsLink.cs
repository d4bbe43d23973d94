using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActivityCore.Settings;
using Microsoft.Extensions.Logging;
using Nats.Lite;
using Nats.Lite.JetStream;

namespace ActivityCore.Events.Nats;

/// <summary>
/// The process's one connection to NATS, made when it is first needed. A failed attempt is everybody's who waits for it, and the next caller tries again;
/// once made, the connection comes back by itself. Safe to share.
/// </summary>
public sealed class NatsLink(NatsSettings settings, TimeProvider time, ILogger<NatsLink> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private Task<NatsConnection>? _connecting;

    /// <summary>Whether servers are named at all.</summary>
    public bool IsConfigured => settings.Url is not null;

    /// <summary>Copies of each stream that is made.</summary>
    internal int Replicas => settings.Replicas;

    internal TimeProvider Time => time;

    /// <summary>JetStream over the connection.</summary>
    /// <exception cref="NatsException">No server answers, or one refused the credentials.</exception>
    /// <exception cref="InvalidOperationException"><see cref="IsConfigured"/> is false.</exception>
    public async Task<JetStreamContext> ConnectAsync(CancellationToken cancellationToken = default)
    {
        Task<NatsConnection> connecting;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            if (_connecting is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _connecting = OpenAsync();
            }

            connecting = _connecting;
        }

        return new JetStreamContext(await connecting.WaitAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task<NatsConnection>? connecting;
        lock (_gate)
        {
            if (_disposed.IsCancellationRequested)
            {
                return;
            }

            _disposed.Cancel();
            connecting = _connecting;
        }

        if (connecting is not null)
        {
            await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (connecting.IsCompletedSuccessfully)
            {
                await (await connecting).DisposeAsync();
            }
        }

        _disposed.Dispose();
    }

    private async Task<NatsConnection> OpenAsync()
    {
        // Off the caller's lock before anything is done.
        await Task.Yield();
        var options = new NatsOptions
        {
            Url = settings.Url ?? throw new InvalidOperationException("NATS_URL is not set."),
            Name = "activity-core",
            CredentialsFile = settings.CredentialsFile,
            Token = settings.Token,
            User = settings.User,
            Password = settings.Password,
            TrustedCertificates = ReadAuthorities(settings.TlsCaFile),
            RequireTls = settings.TlsCaFile is not null,
        };
        return await NatsConnection.ConnectAsync(options, logger, time, _disposed.Token);
    }

    private static X509Certificate2Collection? ReadAuthorities(string? file)
    {
        if (file is null)
        {
            return null;
        }

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities.Count > 0 ? authorities : throw new NatsException($"NATS_TLS_CA: {file} holds no certificate in PEM form");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new NatsException($"NATS_TLS_CA: {file} cannot be read as certificates in PEM form", e);
        }
    }
}
