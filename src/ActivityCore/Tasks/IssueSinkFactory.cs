using System.Net;
using ActivityCore.Events.Nats;

namespace ActivityCore.Tasks;

/// <summary>Makes sinks; the connections of the REST sink are shared by all that it makes.</summary>
internal sealed class IssueSinkFactory : IIssueSinkFactory, IDisposable
{
    private readonly IssueSinkOptions _options;
    private readonly TimeProvider _time;
    private readonly NatsLink _nats;
    private readonly Lazy<HttpMessageInvoker> _http = new(() => new HttpMessageInvoker(CreateHandler()));

    public IssueSinkFactory(IssueSinkOptions options, TimeProvider time, NatsLink nats)
    {
        _options = options;
        _time = time;
        _nats = nats;
    }

    public IIssueSink Create(string? type = null)
    {
        type ??= _options.Type;
        return type.ToLowerInvariant() switch
        {
            "null" => new NullIssueSink(),
            "rest" => new RestIssueSink(_options, _http.Value, _time),
            "nats" => new NatsIssueSink(_options, _nats, _time),
            _ => throw new SinkConfigurationException("ISSUE_SINK_TYPE must be null, rest or nats."),
        };
    }

    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
    }

    /// <summary>Connections that follow no redirect and no proxy, forget cookies, and look a name up again every two minutes.</summary>
    internal static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxConnectionsPerServer = 16,
        MaxResponseHeadersLength = 64,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
        UseProxy = false,
    };
}
