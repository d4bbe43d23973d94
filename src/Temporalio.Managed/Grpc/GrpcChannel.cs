using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Temporalio.Exceptions;
using Temporalio.Shared.Grpc;

namespace Temporalio.Grpc;

/// <summary>Unary gRPC calls over an <see cref="HttpMessageInvoker" /> that speaks HTTP/2. Thread-safe.</summary>
internal sealed class GrpcChannel(
    HttpMessageInvoker http, Uri address, string? authority, TimeProvider time, int maxResponseLength = GrpcResponseBody.MaxMessageLength)
{
    /// <summary>Makes one attempt.</summary>
    /// <exception cref="RpcException">The call failed, ran out of time or could not be made.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<TResponse> InvokeAsync<TResponse>(GrpcCall call, MessageParser<TResponse> parser, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(call.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var request = CreateRequest(call);
            using var response = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            var message = await ReadAsync(response, either.Token).ConfigureAwait(false);
            return parser.ParseFrom(message);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is OperationCanceledException or IOException or HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (Exception e) when (deadline.IsCancellationRequested && e is OperationCanceledException or IOException or HttpRequestException)
        {
            throw new RpcException(RpcException.StatusCode.DeadlineExceeded, $"{call.Method} did not finish within {call.Timeout}.", null);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RpcException(RpcException.StatusCode.Internal, $"The answer of {call.Method} is no {parser.GetType().GenericTypeArguments[0].Name}: {e.Message}", null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // A cancellation that neither the caller nor the deadline asked for is the handler's own: no connection in time.
            throw HttpFailures.ToRpcException(e);
        }
    }

    private HttpRequestMessage CreateRequest(GrpcCall call)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"/{call.Service}/{call.Method}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new GrpcRequestContent(call.Request),
        };
        request.Headers.Host = authority;
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.Add(GrpcNames.AcceptEncoding, $"{GrpcNames.Gzip},{GrpcNames.Identity}");
        request.Headers.Add(GrpcNames.Timeout, GrpcTimeoutHeader.Format(call.Timeout));
        foreach (var (name, value) in call.Metadata)
            request.Headers.Add(name, value);
        return request;
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ThrowUnlessGrpc(response);
        var encoding = response.Headers.TryGetValues(GrpcNames.Encoding, out var values) ? values.First() : null;
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var message = await GrpcResponseBody.ReadAsync(body, encoding, maxResponseLength, cancellationToken).ConfigureAwait(false);

            // An answer without a body may carry its status in the headers.
            var status = GrpcStatus.TryRead(response.TrailingHeaders) ?? (message is null ? GrpcStatus.TryRead(response.Headers) : null);
            if (status is null)
                throw new RpcException(RpcException.StatusCode.Internal, "The answer ended without a gRPC status.", null);
            if (status.Code != RpcException.StatusCode.OK)
                throw status.ToException();
            return message ?? throw new RpcException(RpcException.StatusCode.Internal, "The answer has the status OK and no message.", null);
        }
    }

    [SuppressMessage("Usage", "CA2208", Justification = "Not an argument.")]
    private static void ThrowUnlessGrpc(HttpResponseMessage response)
    {
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        var isGrpc = mediaType is not null && mediaType.StartsWith(GrpcNames.ContentType, StringComparison.OrdinalIgnoreCase);
        if (response.StatusCode == HttpStatusCode.OK && isGrpc)
            return;

        // A proxy may answer in plain HTTP; a gRPC status in the headers still says more than the HTTP status.
        if (GrpcStatus.TryRead(response.Headers) is { Code: not RpcException.StatusCode.OK } status)
            throw status.ToException();
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new RpcException(
                GrpcStatus.CodeOf(response.StatusCode), $"The server answered with the HTTP status {(int)response.StatusCode}.", null);
        }

        throw new RpcException(
            RpcException.StatusCode.Unknown, $"The server answered with the content type '{mediaType ?? "none"}' instead of {GrpcNames.ContentType}.", null);
    }
}
