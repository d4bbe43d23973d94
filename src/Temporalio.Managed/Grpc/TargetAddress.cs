using Temporalio.Client;

namespace Temporalio.Grpc;

/// <summary>The address in a connection's target host.</summary>
internal static class TargetAddress
{
    /// <exception cref="ArgumentException">The target host is missing or is not <c>host:port</c>.</exception>
    public static Uri Parse(TemporalConnectionOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.TargetHost))
            throw new ArgumentException("TargetHost is required, as host:port.", nameof(options));
        var scheme = HttpHandlers.UsesTls(options) ? "https" : "http";
        if (options.TargetHost.Contains("://", StringComparison.Ordinal) ||
            !Uri.TryCreate($"{scheme}://{options.TargetHost}", UriKind.Absolute, out var address) ||
            !string.Equals(address.PathAndQuery, "/", StringComparison.Ordinal) || address.UserInfo.Length > 0)
        {
            throw new ArgumentException($"TargetHost '{options.TargetHost}' must be host:port, such as localhost:7233.", nameof(options));
        }

        return address;
    }
}
