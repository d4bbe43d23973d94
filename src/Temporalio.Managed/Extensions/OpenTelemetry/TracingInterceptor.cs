using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using Temporalio.Activities;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Client.Interceptors;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>
/// Makes spans of client calls, workflows and activities, and carries their trace in a header from one to the next. Set
/// as an interceptor of the client, it works in that client's workers too. Code of workflows makes spans of its own only
/// with <see cref="ActivitySourceExtensions.TrackWorkflowDiagnosticActivity"/>. Thread-safe.
/// </summary>
public class TracingInterceptor : IClientInterceptor, IWorkerInterceptor
{
    /// <summary>Spans of client calls.</summary>
    public static readonly ActivitySource ClientSource = new("Temporalio.Extensions.OpenTelemetry.Client");

    /// <summary>Spans of workflows.</summary>
    public static readonly ActivitySource WorkflowsSource = new("Temporalio.Extensions.OpenTelemetry.Workflow");

    /// <summary>Spans of activities.</summary>
    public static readonly ActivitySource ActivitiesSource = new("Temporalio.Extensions.OpenTelemetry.Activity");

    /// <summary>With the options, or the defaults.</summary>
    public TracingInterceptor(TracingInterceptorOptions? options = null) => Options = options ?? new();

    /// <summary>The options; not to be changed.</summary>
    public TracingInterceptorOptions Options { get; init; }

    /// <inheritdoc />
    public ClientOutboundInterceptor InterceptClient(ClientOutboundInterceptor nextInterceptor) => new TracingClient(this, nextInterceptor);

    /// <inheritdoc />
    public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) =>
        new TracingWorkflow(this, nextInterceptor);

    /// <inheritdoc />
    public ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) =>
        new TracingActivity(this, nextInterceptor);

    internal static void RecordException(Activity? activity, Exception exception)
    {
        // Benign failures are expected, so they are no error of the span; those that wrap one are.
        if (exception is not ApplicationFailureException { Category: ApplicationErrorCategory.Benign })
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
        }
        activity?.AddException(exception);
    }

    internal IDictionary<string, Payload> Inject(IDictionary<string, Payload>? headers, PropagationContext context) =>
        HeadersFromContext(headers, context);

    internal PropagationContext? Extract(IReadOnlyDictionary<string, Payload>? headers) => HeadersToContext(headers);

    internal IEnumerable<KeyValuePair<string, object?>> WorkflowTags(string workflowId) => CreateWorkflowTags(workflowId);

    internal IEnumerable<KeyValuePair<string, object?>> InWorkflowTags() => CreateInWorkflowTags();

    internal IEnumerable<KeyValuePair<string, object?>> InActivityTags() => CreateInActivityTags();

    /// <summary>Writes a trace into headers, which are made when missing.</summary>
    protected virtual IDictionary<string, Payload> HeadersFromContext(IDictionary<string, Payload>? headers, PropagationContext ctx)
    {
        var carrier = new Dictionary<string, string>(StringComparer.Ordinal);
        Options.Propagator.Inject(ctx, carrier, static (fields, name, value) => fields[name] = value);
        headers ??= new Dictionary<string, Payload>(StringComparer.Ordinal);
        // A codec, if any, encodes headers with everything else.
        headers[Options.HeaderKey] = DataConverter.Default.PayloadConverter.ToPayload(carrier);
        return headers;
    }

    /// <summary>Reads the trace of headers; null when there is none.</summary>
    protected virtual PropagationContext? HeadersToContext(IReadOnlyDictionary<string, Payload>? headers)
    {
        if (headers is null || !headers.TryGetValue(Options.HeaderKey, out var payload))
        {
            return null;
        }
        var carrier = DataConverter.Default.PayloadConverter.ToValue<Dictionary<string, string>>(payload);
        return Options.Propagator.Extract(
            default, carrier, static (fields, name) => fields.TryGetValue(name, out var value) ? [value] : []);
    }

    /// <summary>Tags of a call about a workflow.</summary>
    protected virtual IEnumerable<KeyValuePair<string, object?>> CreateWorkflowTags(string workflowId) => Tags((Options.TagNameWorkflowId, workflowId));

    /// <summary>Tags of the running workflow.</summary>
    protected virtual IEnumerable<KeyValuePair<string, object?>> CreateInWorkflowTags() =>
        Tags((Options.TagNameWorkflowId, Workflow.Info.WorkflowId), (Options.TagNameRunId, Workflow.Info.RunId));

    /// <summary>Tags of the running activity.</summary>
    protected virtual IEnumerable<KeyValuePair<string, object?>> CreateInActivityTags()
    {
        var info = ActivityExecutionContext.Current.Info;
        return Tags(
            (Options.TagNameWorkflowId, info.WorkflowId), (Options.TagNameRunId, info.WorkflowRunId), (Options.TagNameActivityId, info.ActivityId));
    }

    private static IEnumerable<KeyValuePair<string, object?>> Tags(params (string? Name, string? Value)[] tags) =>
        [.. tags.Where(tag => tag.Name is not null).Select(tag => new KeyValuePair<string, object?>(tag.Name!, tag.Value))];
}
