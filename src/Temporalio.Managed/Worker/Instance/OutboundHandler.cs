using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Worker.Instance;

/// <summary>The innermost of the calls out of a workflow: makes commands.</summary>
internal sealed class OutboundHandler(TimerCalls timers, ActivityCalls activities, ChildCalls children, ExternalCalls externals)
    : WorkflowOutboundInterceptor
{
    public override Task CancelExternalWorkflowAsync(CancelExternalWorkflowInput input) => externals.CancelAsync(input);

    public override ContinueAsNewException CreateContinueAsNewException(CreateContinueAsNewExceptionInput input) => new(input);

    public override Task DelayAsync(DelayAsyncInput input) => timers.DelayAsync(input);

    public override Task<TResult> ScheduleActivityAsync<TResult>(ScheduleActivityInput input) =>
        activities.ScheduleAsync<TResult>(input);

    public override Task<TResult> ScheduleLocalActivityAsync<TResult>(ScheduleLocalActivityInput input) =>
        activities.ScheduleLocalAsync<TResult>(input);

    public override Task SignalChildWorkflowAsync(SignalChildWorkflowInput input) => externals.SignalChildAsync(input);

    public override Task SignalExternalWorkflowAsync(SignalExternalWorkflowInput input) => externals.SignalAsync(input);

    public override Task<ChildWorkflowHandle<TWorkflow, TResult>> StartChildWorkflowAsync<TWorkflow, TResult>(
        StartChildWorkflowInput input) => children.StartAsync<TWorkflow, TResult>(input);
}
