using System.Diagnostics;
using OpenTelemetry;
using Temporalio.Api.Common.V1;
using Temporalio.Client;
using Temporalio.Client.Interceptors;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>Spans of a client's calls.</summary>
internal sealed class TracingClient(TracingInterceptor root, ClientOutboundInterceptor next) : ClientOutboundInterceptor(next)
{
    public override Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(StartWorkflowInput input) => TraceAsync(
        $"{(input.Options.StartSignal is null ? "StartWorkflow" : "SignalWithStartWorkflow")}:{input.Workflow}",
        input.Options.Id!,
        () => base.StartWorkflowAsync<TWorkflow, TResult>(input with { Headers = Inject(input.Headers) }));

    public override Task SignalWorkflowAsync(SignalWorkflowInput input) => TraceAsync(
        $"SignalWorkflow:{input.Signal}",
        input.Id,
        async () =>
        {
            await base.SignalWorkflowAsync(input with { Headers = Inject(input.Headers) }).ConfigureAwait(false);
            return default(ValueTuple);
        });

    public override Task<TResult> QueryWorkflowAsync<TResult>(QueryWorkflowInput input) => TraceAsync(
        $"QueryWorkflow:{input.Query}", input.Id, () => base.QueryWorkflowAsync<TResult>(input with { Headers = Inject(input.Headers) }));

    private async Task<T> TraceAsync<T>(string name, string workflowId, Func<Task<T>> call)
    {
        using var activity = TracingInterceptor.ClientSource.StartActivity(
            name, ActivityKind.Client, parentContext: default, root.WorkflowTags(workflowId));
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            TracingInterceptor.RecordException(activity, e);
            throw;
        }
    }

    /// <summary>The span just started, or that of the caller when nobody listens to ours.</summary>
    private IDictionary<string, Payload>? Inject(IDictionary<string, Payload>? headers) =>
        Activity.Current is { } current ? root.Inject(headers, new(current.Context, Baggage.Current)) : headers;
}
