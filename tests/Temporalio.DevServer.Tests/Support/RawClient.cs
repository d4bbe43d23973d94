using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Temporalio.DevServer.Tests.Support;

/// <summary>The smallest gRPC client that can test a service: one unary call at a time over HTTP/2, nothing retried.</summary>
public sealed class RawClient : IDisposable
{
    public const string WorkflowService = "temporal.api.workflowservice.v1.WorkflowService";
    public const string OperatorService = "temporal.api.operatorservice.v1.OperatorService";

    private readonly HttpClient _http;

    public RawClient(string target)
    {
        _http = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
        {
            BaseAddress = new Uri("http://" + target),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>What the client says that it can do; nothing by default.</summary>
    public string? SupportedFeatures { get; set; }

    public async Task<TResponse> CallAsync<TResponse>(
        IMessage request, MessageParser<TResponse> parser, string service = WorkflowService, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        where TResponse : IMessage<TResponse>
    {
        var name = request.Descriptor.Name;
        var method = name.EndsWith("Request", StringComparison.Ordinal) ? name[..^"Request".Length] : name;
        var body = await SendAsync($"/{service}/{method}", Frame(request), timeout ?? TimeSpan.FromMinutes(1), null, cancellationToken);
        return parser.ParseFrom(body);
    }

    public async Task<byte[]> SendAsync(string path, byte[] framed, TimeSpan timeout, string? encoding = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(framed),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.Add("te", "trailers");
        request.Headers.Add("grpc-timeout", (long)timeout.TotalMilliseconds + "m");
        if (SupportedFeatures is not null)
            request.Headers.Add("supported-features", SupportedFeatures);
        if (encoding is not null)
            request.Headers.Add("grpc-encoding", encoding);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var status = Header(response, "grpc-status");
        if (!string.Equals(status, "0", StringComparison.Ordinal))
            throw RawRpcException.From(status, Header(response, "grpc-message"), Header(response, "grpc-status-details-bin"));
        return body[5..];
    }

    public static byte[] Frame(IMessage message, bool compressed = false)
    {
        var bytes = message.ToByteArray();
        if (compressed)
        {
            using var target = new MemoryStream();
            using (var gzip = new System.IO.Compression.GZipStream(target, System.IO.Compression.CompressionMode.Compress))
                gzip.Write(bytes);
            bytes = target.ToArray();
        }

        var framed = new byte[bytes.Length + 5];
        framed[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), bytes.Length);
        bytes.CopyTo(framed, 5);
        return framed;
    }

    public void Dispose() => _http.Dispose();

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.TrailingHeaders.TryGetValues(name, out values)
            ? values.First()
            : "";
}
