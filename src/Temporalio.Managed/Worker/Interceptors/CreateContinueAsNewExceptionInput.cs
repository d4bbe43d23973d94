using Temporalio.Api.Common.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Interceptors;

/// <summary>Input of <see cref="WorkflowOutboundInterceptor.CreateContinueAsNewException"/>. Members may be added.</summary>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Args">Its arguments.</param>
/// <param name="Options">What changes.</param>
/// <param name="Headers">Headers, if any.</param>
public record CreateContinueAsNewExceptionInput(
    string Workflow,
    IReadOnlyCollection<object?> Args,
    ContinueAsNewOptions? Options,
    IDictionary<string, Payload>? Headers);
