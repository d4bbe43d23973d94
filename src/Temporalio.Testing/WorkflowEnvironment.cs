using System.Net;
using Temporalio.Client;
using Temporalio.DevServer;

namespace Temporalio.Testing;

/// <summary>
/// A service to run workflows on in tests, with a client for it. One that skips time does so while a client of it waits for a
/// workflow's result, unless an activity runs. Thread-safe; dispose it when done.
/// </summary>
public class WorkflowEnvironment : IAsyncDisposable
{
    /// <summary>An environment on a service that somebody else runs; time is real.</summary>
    public WorkflowEnvironment(ITemporalClient client) => Client = client;

    /// <summary>The client of the service.</summary>
    public ITemporalClient Client { get; protected init; }

    /// <summary>Whether time can be skipped; false by default.</summary>
    public virtual bool SupportsTimeSkipping => false;

    /// <summary>Starts the development service in this process, in real time.</summary>
    public static async Task<WorkflowEnvironment> StartLocalAsync(WorkflowEnvironmentStartLocalOptions? options = null)
    {
        options ??= new WorkflowEnvironmentStartLocalOptions();
        var server = ServerOptions(options);
        server.DatabasePath = options.DevServerOptions.DatabaseFilename;
        foreach (var key in options.SearchAttributes ?? [])
            server.SearchAttributes[key.Name] = key.ValueType.ToString();
        return await StartAsync(server, options, (client, service) => new EmbeddedEnvironment(client, service)).ConfigureAwait(false);
    }

    /// <summary>Starts the development service in this process with a clock that is put forward while a client waits for a result.</summary>
    public static async Task<WorkflowEnvironment> StartTimeSkippingAsync(WorkflowEnvironmentStartTimeSkippingOptions? options = null)
    {
        options = (WorkflowEnvironmentStartTimeSkippingOptions?)options?.Clone() ?? new WorkflowEnvironmentStartTimeSkippingOptions();
        var server = ServerOptions(options);
        server.TimeSkipping = true;
        var skipping = new TimeSkippingInterceptor();
        options.Interceptors = [.. options.Interceptors ?? [], skipping];
        return await StartAsync(server, options, (client, service) => new TimeSkippingEnvironment(client, service, skipping)).ConfigureAwait(false);
    }

    /// <summary>Waits in the time of the environment.</summary>
    /// <param name="millisecondsDelay">How long, in milliseconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task DelayAsync(int millisecondsDelay, CancellationToken? cancellationToken = null) =>
        DelayAsync(TimeSpan.FromMilliseconds(millisecondsDelay), cancellationToken);

    /// <summary>Waits in the time of the environment; one that skips time is put forward at once.</summary>
    public virtual Task DelayAsync(TimeSpan delay, CancellationToken? cancellationToken = null) =>
        Task.Delay(delay, cancellationToken ?? CancellationToken.None);

    /// <summary>The time of the environment, in UTC.</summary>
    public virtual Task<DateTime> GetCurrentTimeAsync() => Task.FromResult(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>Does something during which waiting for a result does not skip time.</summary>
    public virtual void WithAutoTimeSkippingDisabled(Action action) => action();

    /// <inheritdoc cref="WithAutoTimeSkippingDisabled(Action)" />
    public virtual T WithAutoTimeSkippingDisabled<T>(Func<T> func) => func();

    /// <inheritdoc cref="WithAutoTimeSkippingDisabled(Action)" />
    public virtual Task WithAutoTimeSkippingDisabledAsync(Func<Task> func) => func();

    /// <inheritdoc cref="WithAutoTimeSkippingDisabled(Action)" />
    public virtual Task<T> WithAutoTimeSkippingDisabledAsync<T>(Func<Task<T>> func) => func();

    /// <summary>Ends the service, if this environment started it.</summary>
    public virtual Task ShutdownAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await ShutdownAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private static TemporalDevServerOptions ServerOptions(TemporalClientConnectOptions options)
    {
        var server = new TemporalDevServerOptions { LoggerFactory = options.LoggerFactory };
        server.Namespaces.Clear();
        server.Namespaces.Add(options.Namespace);
        if (options.TargetHost is not { } host)
            return server;
        var colon = host.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(host.AsSpan(colon + 1), out var port)
            || !(IPAddress.TryParse(host.AsSpan(0, colon), out var address) || host.StartsWith("localhost:", StringComparison.Ordinal)))
        {
            throw new ArgumentException($"TargetHost '{host}' is no address and port of this machine; write 127.0.0.1:0 for a free port.", nameof(options));
        }

        server.Address = address ?? IPAddress.Loopback;
        server.Port = port;
        return server;
    }

    private static async Task<WorkflowEnvironment> StartAsync(
        TemporalDevServerOptions serverOptions, TemporalClientConnectOptions options, Func<ITemporalClient, TemporalDevServer, WorkflowEnvironment> make)
    {
        var server = await TemporalDevServer.StartAsync(serverOptions).ConfigureAwait(false);
        try
        {
            var connect = (TemporalClientConnectOptions)options.Clone();
            connect.TargetHost = server.Target;
            return make(await TemporalClient.ConnectAsync(connect).ConfigureAwait(false), server);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
