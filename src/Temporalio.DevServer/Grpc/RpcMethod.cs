using System.IO.Pipelines;
using Google.Protobuf;

namespace Temporalio.DevServer.Grpc;

/// <summary>One unary call: reads its request, answers with its response.</summary>
internal abstract class RpcMethod
{
    public abstract Task<IMessage> InvokeAsync(PipeReader body, string? encoding, CallContext call);

    public static RpcMethod Create<TRequest, TResponse>(
        MessageParser<TRequest> parser, Func<TRequest, CallContext, Task<TResponse>> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> => new Unary<TRequest, TResponse>(parser, handler);

    private sealed class Unary<TRequest, TResponse>(
        MessageParser<TRequest> parser, Func<TRequest, CallContext, Task<TResponse>> handler) : RpcMethod
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse>
    {
        public override async Task<IMessage> InvokeAsync(PipeReader body, string? encoding, CallContext call)
        {
            var request = await GrpcFraming.ReadAsync(body, parser, encoding, call.CancellationToken).ConfigureAwait(false);
            return await handler(request, call).ConfigureAwait(false);
        }
    }
}
