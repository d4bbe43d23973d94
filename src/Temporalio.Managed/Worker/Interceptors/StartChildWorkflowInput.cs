using Temporalio.Api.Common.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Interceptors;

/// <summary>Input of <see cref="WorkflowOutboundInterceptor.StartChildWorkflowAsync{TWorkflow, TResult}"/>. Members may be added.</summary>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Args">Its arguments.</param>
/// <param name="Options">How it is started.</param>
/// <param name="Headers">Headers, if any.</param>
public record StartChildWorkflowInput(
    string Workflow, IReadOnlyCollection<object?> Args, ChildWorkflowOptions Options, IDictionary<string, Payload>? Headers);
