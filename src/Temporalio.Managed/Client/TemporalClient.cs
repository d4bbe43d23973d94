using Temporalio.Client.Interceptors;

namespace Temporalio.Client;

/// <summary>A client of the service. Thread-safe, and meant to be shared.</summary>
public partial class TemporalClient : ITemporalClient
{
    /// <summary>A client on a connection that may have others.</summary>
    public TemporalClient(ITemporalConnection connection, TemporalClientOptions options)
    {
        Connection = connection;
        Options = options;
        OutboundInterceptor = new Impl(this);
        foreach (var interceptor in (options.Interceptors ?? []).Reverse())
            OutboundInterceptor = interceptor.InterceptClient(OutboundInterceptor);
    }

    /// <inheritdoc />
    public TemporalClientOptions Options { get; private init; }

    /// <inheritdoc />
    public ITemporalConnection Connection { get; private init; }

    /// <inheritdoc />
    public ClientOutboundInterceptor OutboundInterceptor { get; private init; }

    /// <summary>Connects.</summary>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="InvalidOperationException">The service cannot be reached or does not answer as one.</exception>
    public static async Task<TemporalClient> ConnectAsync(TemporalClientConnectOptions options) =>
        new(await TemporalConnection.ConnectAsync(options).ConfigureAwait(false), options.ToClientOptions());

    /// <inheritdoc cref="TemporalConnection.CreateLazy" />
    public static TemporalClient CreateLazy(TemporalClientConnectOptions options) =>
        new(TemporalConnection.CreateLazy(options), options.ToClientOptions());

    /// <summary>A copy of the options that retries unless they say otherwise.</summary>
    internal static RpcOptions DefaultRetryOptions(RpcOptions? options)
    {
        var copy = (RpcOptions?)options?.Clone() ?? new RpcOptions();
        copy.Retry ??= true;
        return copy;
    }

    /// <summary>The innermost interceptor, which makes the calls.</summary>
    internal sealed partial class Impl(TemporalClient client) : ClientOutboundInterceptor
    {
        private TemporalClient Client => client;

        private string Namespace => client.Options.Namespace;

        private string Identity => client.Connection.Options.Identity ?? string.Empty;

        private WorkflowService Service => client.Connection.WorkflowService;
    }
}
