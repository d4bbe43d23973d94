using Temporalio.Workflows;

namespace Temporalio.Worker.Interceptors;

/// <summary>Input of <see cref="WorkflowOutboundInterceptor.DelayAsync"/>. Members may be added.</summary>
/// <param name="Delay">How long.</param>
/// <param name="CancellationToken">Cancels the timer.</param>
/// <param name="Summary">One line for user interfaces.</param>
public record DelayAsyncInput(TimeSpan Delay, CancellationToken? CancellationToken, string? Summary = null)
{
    internal DelayAsyncInput(DelayOptions options)
        : this(options.Delay, options.CancellationToken, options.Summary)
    {
    }
}
