using Temporalio.Api.Common.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Interceptors;

/// <summary>Input of <see cref="WorkflowOutboundInterceptor.SignalExternalWorkflowAsync"/>. Members may be added.</summary>
/// <param name="Id">The workflow's id.</param>
/// <param name="RunId">The run, if one is meant.</param>
/// <param name="Signal">The signal's name.</param>
/// <param name="Args">Its arguments.</param>
/// <param name="Options">How it is sent.</param>
/// <param name="Headers">Headers, if any.</param>
public record SignalExternalWorkflowInput(
    string Id,
    string? RunId,
    string Signal,
    IReadOnlyCollection<object?> Args,
    ExternalWorkflowSignalOptions? Options,
    IDictionary<string, Payload>? Headers);
