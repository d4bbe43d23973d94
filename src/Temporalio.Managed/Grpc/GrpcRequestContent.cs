using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Temporalio.Shared.Grpc;

namespace Temporalio.Grpc;

/// <summary>One message with its frame header. It can be sent again, which the connection pool does after a GOAWAY.</summary>
internal sealed class GrpcRequestContent : HttpContent
{
    private readonly byte[] _frame;

    public GrpcRequestContent(IMessage message)
    {
        var length = message.CalculateSize();
        _frame = new byte[GrpcFrame.HeaderLength + length];
        GrpcFrame.WriteHeader(_frame, compressed: false, length);
        message.WriteTo(_frame.AsSpan(GrpcFrame.HeaderLength));
        Headers.ContentType = new MediaTypeHeaderValue(GrpcNames.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_frame, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _frame.Length;
        return true;
    }
}
