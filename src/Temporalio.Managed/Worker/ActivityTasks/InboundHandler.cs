using Temporalio.Worker.Interceptors;

namespace Temporalio.Worker.ActivityTasks;

/// <summary>The innermost of the calls into an activity: runs the code.</summary>
internal sealed class InboundHandler : ActivityInboundInterceptor
{
    /// <summary>The outermost of the calls out, once <see cref="Init"/> has come through all interceptors.</summary>
    public ActivityOutboundInterceptor? Outbound { get; private set; }

    public override void Init(ActivityOutboundInterceptor outbound) => Outbound = outbound;

    public override Task<object?> ExecuteActivityAsync(ExecuteActivityInput input) => input.Activity.InvokeAsync(input.Args);
}
