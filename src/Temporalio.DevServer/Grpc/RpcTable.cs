using System.Collections.Frozen;

namespace Temporalio.DevServer.Grpc;

/// <summary>All calls of all services by path; immutable once built.</summary>
internal sealed class RpcTable
{
    private readonly FrozenDictionary<string, RpcMethod> _methods;
    private readonly FrozenSet<string> _services;

    public RpcTable(IEnumerable<KeyValuePair<string, RpcMethod>> methods)
    {
        _methods = methods.ToFrozenDictionary(StringComparer.Ordinal);
        _services = _methods.Keys.Select(p => Split(p).Service).ToFrozenSet(StringComparer.Ordinal);
    }

    public RpcMethod Find(string path)
    {
        if (_methods.TryGetValue(path, out var method))
            return method;
        var (service, name) = Split(path);
        throw _services.Contains(service) ? Refusals.UnknownMethod(name, service) : Refusals.UnknownService(service);
    }

    private static (string Service, string Method) Split(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 1 ? (path.TrimStart('/'), "") : (path[1..slash], path[(slash + 1)..]);
    }
}
