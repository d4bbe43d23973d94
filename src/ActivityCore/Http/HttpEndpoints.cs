using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace ActivityCore.Http;

/// <summary>
/// The one way to call the endpoints that the settings name: within their bounds, below their paths, and only at addresses that may be called
/// (<see cref="AddressGuard"/>). Retries belong to Temporal. Safe to share.
/// </summary>
public sealed class HttpEndpoints : IDisposable
{
    private readonly Dictionary<string, HttpEndpoint> _byName;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _public;
    private readonly HttpMessageInvoker _private;

    /// <summary>Endpoints with unique names.</summary>
    /// <param name="endpoints">From the settings.</param>
    /// <param name="time">For timeouts.</param>
    /// <param name="resolve">Names to addresses; null: the system's resolver.</param>
    public HttpEndpoints(IEnumerable<HttpEndpoint> endpoints, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        _byName = endpoints.ToDictionary(endpoint => endpoint.Name, StringComparer.Ordinal);
        _time = time;
        _public = new(new AddressGuard(allowPrivate: false, resolve).CreateHandler());
        _private = new(new AddressGuard(allowPrivate: true, resolve).CreateHandler());
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyCollection<HttpEndpoint> All => [.. _byName.Values.OrderBy(endpoint => endpoint.Name, StringComparer.Ordinal)];

    /// <summary>The endpoint of that name, or null.</summary>
    public HttpEndpoint? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether a request may have the header: those of a body or an answer belong elsewhere.</summary>
    internal static bool TakesHeader(string name)
    {
        using var message = new HttpRequestMessage();
        return AddChecked(message.Headers, name, "x");
    }

    /// <summary>Sends a request; never throws for what a network or a receiver does. Cancelled only by <paramref name="cancellationToken"/>.</summary>
    public async Task<HttpEndpointAnswer> SendAsync(HttpEndpoint endpoint, HttpEndpointRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(request);
        if (Fault(endpoint, request) is { } fault)
        {
            return new HttpEndpointAnswer.Refused(fault);
        }

        var patience = request.Timeout < endpoint.Timeout ? request.Timeout.Value : endpoint.Timeout;
        using var limit = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var message = CreateMessage(endpoint, request);
            using var response = await (endpoint.AllowPrivate ? _private : _public).SendAsync(message, either.Token);
            var body = await ResponseBody.ReadAsync(response.Content, endpoint.MaxBytes, either.Token);
            return body.IsCut
                ? new HttpEndpointAnswer.Refused(string.Create(CultureInfo.InvariantCulture, $"the answer of {endpoint.Name} is larger than {endpoint.MaxBytes} bytes"))
                : new HttpEndpointAnswer.Answered(
                    (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body.Bytes, RetryAfter.Of(response, _time.GetUtcNow()));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HttpEndpointAnswer.Unavailable(string.Create(CultureInfo.InvariantCulture, $"{endpoint.Name} gave no complete answer within {patience.TotalSeconds:0.#} s"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return NetworkFailure.RefusedAddress(e) is { } refused
                ? new HttpEndpointAnswer.Refused($"{endpoint.Name}: {refused.Message}")
                : new HttpEndpointAnswer.Unavailable($"{endpoint.Name} cannot be reached ({NetworkFailure.Name(e)})");
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _public.Dispose();
        _private.Dispose();
    }

    private static string? Fault(HttpEndpoint endpoint, HttpEndpointRequest request)
    {
        if (!endpoint.Methods.Contains(request.Method, StringComparer.Ordinal))
        {
            return $"{endpoint.Name} is set up for {string.Join(", ", endpoint.Methods)} and not for {request.Method}";
        }

        if (HttpPath.Fault(request.Path) is { } fault)
        {
            return fault;
        }

        if (request.Headers.Keys.FirstOrDefault(name => !TakesHeader(name)) is { } misplaced)
        {
            return $"{misplaced} is no header of a request";
        }

        var wrong = request.Headers.FirstOrDefault(header => !header.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '~' or '-'));
        return wrong.Key is null ? null : $"the value of the header {wrong.Key} may hold letters, digits and ._~- alone";
    }

    private static HttpRequestMessage CreateMessage(HttpEndpoint endpoint, HttpEndpointRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), HttpPath.Below(endpoint.Address, request.Path, request.Query)) { Version = HttpVersion.Version11 };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        endpoint.Credential?.AddTo(message.Headers);
        foreach (var (name, value) in request.Headers)
        {
            AddChecked(message.Headers, name, value);
        }

        if (request.Json is { } json)
        {
            message.Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        return message;
    }

    // The value holds letters, digits and ._~- alone, so it can add no line; a header that .NET knows need not have the value that it expects.
#pragma warning disable RS0030 // Banned for values that nobody has checked.
    private static bool AddChecked(HttpRequestHeaders headers, string name, string value) => headers.TryAddWithoutValidation(name, value);
#pragma warning restore RS0030
}
