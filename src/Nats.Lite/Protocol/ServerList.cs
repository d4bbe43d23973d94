namespace Nats.Lite.Protocol;

/// <summary>The servers to try: those of the settings, and those that the cluster has named since. Used by one loop at a time.</summary>
internal sealed class ServerList(IReadOnlyList<ServerAddress> configured)
{
    private readonly List<ServerAddress> _servers = configured.Count > 0 ? [.. configured] : throw new ArgumentException("no NATS address is given: write nats://HOST:4222", nameof(configured));

    /// <summary>One round. The last good one comes first next time only by chance: a server that is stopping must not be retried for ever.</summary>
    public IReadOnlyList<ServerAddress> Next()
    {
        var round = _servers.ToList();
        _servers.Add(_servers[0]);
        _servers.RemoveAt(0);
        return round;
    }

    /// <summary>Adds what a server says of its cluster, with the scheme and credentials of the one that said it.</summary>
    public void Learn(IReadOnlyList<string>? urls, ServerAddress from)
    {
        foreach (var url in urls ?? [])
        {
            ServerAddress named;
            try
            {
                named = ServerAddress.Parse(url);
            }
            catch (ArgumentException)
            {
                continue;
            }

            if (!_servers.Any(known => known.Host == named.Host && known.Port == named.Port))
            {
                _servers.Add(named with { Tls = from.Tls, User = from.User, Password = from.Password });
            }
        }
    }

    /// <summary>The addresses of a setting without credentials.</summary>
    public static string Show(string urls) => string.Join(", ", ServerAddress.ParseList(urls));
}
