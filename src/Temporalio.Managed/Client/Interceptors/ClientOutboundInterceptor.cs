namespace Temporalio.Client.Interceptors;

/// <summary>Calls of a client on their way out. Override what is of interest; everything else passes through.</summary>
public partial class ClientOutboundInterceptor
{
    private readonly ClientOutboundInterceptor? _next;

    protected ClientOutboundInterceptor(ClientOutboundInterceptor next) => _next = next;

    private protected ClientOutboundInterceptor()
    {
    }

    /// <summary>The interceptor that a call goes to next.</summary>
    protected ClientOutboundInterceptor Next => _next ?? throw new InvalidOperationException("The innermost interceptor has no next.");
}
