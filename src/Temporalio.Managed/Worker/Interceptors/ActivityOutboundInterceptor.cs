namespace Temporalio.Worker.Interceptors;

/// <summary>Calls out of an activity.</summary>
public abstract class ActivityOutboundInterceptor
{
    private readonly ActivityOutboundInterceptor? _next;

    /// <summary>Before the given interceptor.</summary>
    protected ActivityOutboundInterceptor(ActivityOutboundInterceptor next) => _next = next;

    private protected ActivityOutboundInterceptor()
    {
    }

    /// <summary>The next interceptor.</summary>
    protected ActivityOutboundInterceptor Next => _next ?? throw new InvalidOperationException("No next interceptor");

    /// <summary>Sends a heartbeat.</summary>
    public virtual void Heartbeat(HeartbeatInput input) => Next.Heartbeat(input);
}
