namespace Temporalio.Worker.Interceptors;

/// <summary>Calls into an activity.</summary>
public abstract class ActivityInboundInterceptor
{
    private readonly ActivityInboundInterceptor? _next;

    /// <summary>Before the given interceptor.</summary>
    protected ActivityInboundInterceptor(ActivityInboundInterceptor next) => _next = next;

    private protected ActivityInboundInterceptor()
    {
    }

    /// <summary>The next interceptor.</summary>
    protected ActivityInboundInterceptor Next => _next ?? throw new InvalidOperationException("No next interceptor");

    /// <summary>Gives the interceptor of the calls out of the activity; wrap it to see them.</summary>
    public virtual void Init(ActivityOutboundInterceptor outbound) => Next.Init(outbound);

    /// <summary>Runs the activity.</summary>
    public virtual Task<object?> ExecuteActivityAsync(ExecuteActivityInput input) => Next.ExecuteActivityAsync(input);
}
