using Microsoft.AspNetCore.Http;

namespace Temporalio.DevServer.Grpc;

/// <summary>What a handler may know of its call besides the message.</summary>
internal sealed class CallContext
{
    private readonly IHeaderDictionary? _headers;

    public CallContext(DateTimeOffset now, TimeSpan? timeout, IHeaderDictionary? headers, CancellationToken cancellationToken)
    {
        Deadline = timeout is { } t && t < TimeSpan.FromDays(1) ? now + t : null;
        _headers = headers;
        CancellationToken = cancellationToken;
    }

    /// <summary>When the caller gives up; null when it never does.</summary>
    public DateTimeOffset? Deadline { get; }

    /// <summary>Ends when the caller is gone.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Called when the answer could not be written, so that what it handed out is taken back.</summary>
    public Func<Task>? Undelivered { get; set; }

    public string Header(string name) => _headers is not null && _headers.TryGetValue(name, out var value) ? value.ToString() : "";

    /// <summary>How long a long poll may wait: the service's own limit, or a little less than the caller's.</summary>
    public TimeSpan LongPoll(DateTimeOffset now, TimeSpan limit)
    {
        if (Deadline is not { } deadline)
            return limit;
        var left = deadline - now;
        var margin = left > TimeSpan.FromSeconds(4) ? TimeSpan.FromSeconds(1) : left / 4;
        left -= margin;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < limit ? left : limit;
    }
}
