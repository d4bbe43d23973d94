namespace Temporalio.Exceptions;

/// <summary>A client call ran out of time or was cancelled by its caller.</summary>
public class RpcTimeoutOrCanceledException : TemporalException
{
    public RpcTimeoutOrCanceledException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
