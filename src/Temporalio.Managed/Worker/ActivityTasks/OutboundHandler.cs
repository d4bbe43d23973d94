using Temporalio.Worker.Interceptors;

namespace Temporalio.Worker.ActivityTasks;

/// <summary>The innermost of the calls out of an activity.</summary>
internal sealed class OutboundHandler(Action<object?[]> heartbeater) : ActivityOutboundInterceptor
{
    public override void Heartbeat(HeartbeatInput input) => heartbeater(input.Details);
}
