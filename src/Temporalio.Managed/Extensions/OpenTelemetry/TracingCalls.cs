using System.Diagnostics;
using OpenTelemetry;
using Temporalio.Api.Common.V1;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>Spans of what a workflow asks for, and their trace in its headers.</summary>
internal sealed class TracingCalls(TracingInterceptor root, WorkflowOutboundInterceptor next) : WorkflowOutboundInterceptor(next)
{
    public override ContinueAsNewException CreateContinueAsNewException(CreateContinueAsNewExceptionInput input) =>
        base.CreateContinueAsNewException(input with { Headers = Inject(input.Headers) });

    public override Task<TResult> ScheduleActivityAsync<TResult>(ScheduleActivityInput input) =>
        base.ScheduleActivityAsync<TResult>(input with { Headers = Track(input.Headers, $"StartActivity:{input.Activity}") });

    public override Task<TResult> ScheduleLocalActivityAsync<TResult>(ScheduleLocalActivityInput input) =>
        base.ScheduleLocalActivityAsync<TResult>(input with { Headers = Track(input.Headers, $"StartActivity:{input.Activity}") });

    public override Task SignalChildWorkflowAsync(SignalChildWorkflowInput input) =>
        base.SignalChildWorkflowAsync(input with { Headers = Track(input.Headers, $"SignalChildWorkflow:{input.Signal}") });

    public override Task SignalExternalWorkflowAsync(SignalExternalWorkflowInput input) =>
        base.SignalExternalWorkflowAsync(input with { Headers = Track(input.Headers, $"SignalExternalWorkflow:{input.Signal}") });

    public override Task<ChildWorkflowHandle<TWorkflow, TResult>> StartChildWorkflowAsync<TWorkflow, TResult>(StartChildWorkflowInput input) =>
        base.StartChildWorkflowAsync<TWorkflow, TResult>(
            input with { Headers = Track(input.Headers, $"StartChildWorkflow:{input.Workflow}") });

    private IDictionary<string, Payload> Track(IDictionary<string, Payload>? headers, string name)
    {
        using var place = TracingInterceptor.WorkflowsSource.TrackWorkflowDiagnosticActivity(name, ActivityKind.Client);
        return Inject(headers);
    }

    private IDictionary<string, Payload> Inject(IDictionary<string, Payload>? headers) =>
        root.Inject(headers, new(WorkflowDiagnosticActivity.Current?.Context ?? default, Baggage.Current));
}
