using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Temporalio.Shared.Grpc;

namespace Temporalio.DevServer.Grpc;

/// <summary>Answers gRPC calls of an ASP.NET Core host. Whatever happens inside, the process goes on.</summary>
internal sealed class GrpcEndpoint(RpcTable table, TimeProvider time, ILogger logger)
{
    /// <summary>A caller without a deadline is given up after this; long polls answer well before.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(90);

    public async Task HandleAsync(HttpContext http)
    {
        if (!IsGrpc(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        http.Response.ContentType = GrpcNames.ContentType;
        var path = http.Request.Path.Value ?? "";
        var timeout = GrpcTimeoutHeader.TryParse(http.Request.Headers[GrpcNames.Timeout], out var t) ? t : (TimeSpan?)null;
        using var deadline = new CancellationTokenSource(Clamp(timeout ?? DefaultTimeout), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, deadline.Token);
        var call = new CallContext(time.GetUtcNow(), timeout, http.Request.Headers, linked.Token);
        try
        {
            var method = table.Find(path);
            var response = await method.InvokeAsync(http.Request.BodyReader, http.Request.Headers[GrpcNames.Encoding], call)
                .ConfigureAwait(false);
            await DeliverAsync(http, response, call).ConfigureAwait(false);
        }
        catch (RpcStatusException e)
        {
            Refuse(http, e.Code, e.Message, e.Details);
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            if (!http.RequestAborted.IsCancellationRequested)
                Refuse(http, GrpcStatusCode.DeadlineExceeded, "context deadline exceeded", []);
        }
        catch (Exception e) when (e is IOException or BadHttpRequestException)
        {
            Log.ConnectionLost(logger, path, e.Message);
            http.Abort();
        }
#pragma warning disable CA1031 // The last line of defence: a fault of the service must not end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.CallFailed(logger, path, e);
            Refuse(http, GrpcStatusCode.Unavailable, "The service could not answer this call; see its log.", []);
        }
    }

    private static async Task DeliverAsync(HttpContext http, Google.Protobuf.IMessage response, CallContext call)
    {
        var delivered = false;
        try
        {
            http.RequestAborted.ThrowIfCancellationRequested();
            GrpcFraming.Write(http.Response.BodyWriter, response);
            http.Response.AppendTrailer(GrpcNames.Status, "0");
            var flush = await http.Response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
            delivered = !flush.IsCanceled && !flush.IsCompleted && !http.RequestAborted.IsCancellationRequested;
        }
        finally
        {
            if (!delivered && call.Undelivered is { } takeBack)
                await takeBack().ConfigureAwait(false);
        }
    }

    private static void Refuse(HttpContext http, GrpcStatusCode code, string message, IReadOnlyList<Any> details)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        var headers = http.Response.Headers;
        headers[GrpcNames.Status] = ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture);
        headers[GrpcNames.Message] = GrpcStatusText.Encode(message);
        if (GrpcStatusText.EncodeDetails(code, message, details) is { } encoded)
            headers[GrpcNames.StatusDetails] = encoded;
    }

    private static TimeSpan Clamp(TimeSpan timeout) =>
        timeout <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : timeout > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : timeout;

    private static bool IsGrpc(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.ContentType is { } type
        && type.StartsWith(GrpcNames.ContentType, StringComparison.OrdinalIgnoreCase)
        && !type.StartsWith("application/grpc-web", StringComparison.OrdinalIgnoreCase);
}
