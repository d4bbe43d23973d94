using Google.Protobuf;

namespace Temporalio.Client;

/// <summary>Base of the raw gRPC services. Their calls are made once unless <see cref="RpcOptions.Retry" /> is set.</summary>
public abstract class RpcService
{
    internal abstract string FullName { get; }

    /// <summary>Makes a call.</summary>
    /// <exception cref="Exceptions.RpcException">The call failed.</exception>
    protected abstract Task<T> InvokeRpcAsync<T>(string rpc, IMessage req, MessageParser<T> resp, RpcOptions? options = null)
        where T : IMessage<T>;
}
