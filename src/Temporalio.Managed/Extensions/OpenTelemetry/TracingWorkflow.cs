using System.Diagnostics;
using OpenTelemetry;
using Temporalio.Api.Common.V1;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>Spans of what happens in a workflow. Each place follows the trace that started the workflow.</summary>
internal sealed class TracingWorkflow(TracingInterceptor root, WorkflowInboundInterceptor next) : WorkflowInboundInterceptor(next)
{
    public override void Init(WorkflowOutboundInterceptor outbound) => base.Init(new TracingCalls(root, outbound));

    public override async Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input)
    {
        using var trace = new StartTrace(root);
        using var place = Track($"RunWorkflow:{Workflow.Info.WorkflowType}", links: null);
        try
        {
            var result = await base.ExecuteWorkflowAsync(input).ConfigureAwait(true);
            TracingInterceptor.WorkflowsSource.TrackWorkflowDiagnosticActivity($"CompleteWorkflow:{Workflow.Info.WorkflowType}").Dispose();
            return result;
        }
        catch (Exception e)
        {
            RecordFailure(e);
            throw;
        }
    }

    public override async Task HandleSignalAsync(HandleSignalInput input)
    {
        using var trace = new StartTrace(root);
        using var place = Track($"HandleSignal:{input.Signal}", LinksOf(input.Headers));
        try
        {
            await base.HandleSignalAsync(input).ConfigureAwait(true);
        }
        catch (Exception e)
        {
            RecordFailure(e);
            throw;
        }
    }

    public override object? HandleQuery(HandleQueryInput input)
    {
        using var trace = new StartTrace(root);
        using var place = Track($"HandleQuery:{input.Query}", LinksOf(input.Headers), evenOnReplay: true);
        try
        {
            return base.HandleQuery(input);
        }
        catch (Exception e)
        {
            TracingInterceptor.RecordException(place.Activity, e);
            throw;
        }
    }

    /// <summary>A span of its own: the one of the place may have been made on another machine.</summary>
    private static void RecordFailure(Exception e)
    {
        if (e is ContinueAsNewException)
        {
            return;
        }
        var what = e is FailureException or OperationCanceledException ? "CompleteWorkflow" : "WorkflowTaskFailure";
        TracingInterceptor.WorkflowsSource.TrackWorkflowDiagnosticActivity(
            $"{what}:{Workflow.Info.WorkflowType}", updateActivity: activity => TracingInterceptor.RecordException(activity, e)).Dispose();
    }

    private WorkflowDiagnosticActivity Track(string name, IEnumerable<ActivityLink>? links, bool evenOnReplay = false) =>
        TracingInterceptor.WorkflowsSource.TrackWorkflowDiagnosticActivity(
            name, ActivityKind.Server, root.InWorkflowTags(), links, evenOnReplay, inheritParentTags: false);

    private IEnumerable<ActivityLink>? LinksOf(IReadOnlyDictionary<string, Payload>? headers) =>
        root.Extract(headers) is { } context ? [new(context.ActivityContext)] : null;

    /// <summary>The trace and the baggage that the workflow was started with, until disposed of.</summary>
    private sealed class StartTrace : IDisposable
    {
        private readonly Baggage _before = Baggage.Current;
        private readonly WorkflowDiagnosticActivity? _attached;

        public StartTrace(TracingInterceptor root)
        {
            if (root.Extract(Workflow.Info.Headers) is { } context)
            {
                Baggage.Current = context.Baggage;
                _attached = WorkflowDiagnosticActivity.AttachFromContext(context.ActivityContext);
            }
        }

        public void Dispose()
        {
            _attached?.Dispose();
            Baggage.Current = _before;
        }
    }
}
