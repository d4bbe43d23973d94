namespace Temporalio.Client;

/// <summary>Call options of an enumeration that can be cancelled by its options and by its enumerator.</summary>
internal sealed class EnumerationRpc : IDisposable
{
    private readonly CancellationTokenSource _either;

    public EnumerationRpc(RpcOptions? options, CancellationToken enumerator)
    {
        _either = CancellationTokenSource.CreateLinkedTokenSource(options?.CancellationToken ?? CancellationToken.None, enumerator);
        Options = TemporalClient.DefaultRetryOptions(options);
        Options.CancellationToken = _either.Token;
    }

    public RpcOptions Options { get; }

    public void Dispose() => _either.Dispose();
}
