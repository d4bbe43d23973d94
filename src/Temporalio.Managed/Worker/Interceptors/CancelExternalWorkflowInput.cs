namespace Temporalio.Worker.Interceptors;

/// <summary>Input of <see cref="WorkflowOutboundInterceptor.CancelExternalWorkflowAsync"/>. Members may be added.</summary>
/// <param name="Id">The workflow's id.</param>
/// <param name="RunId">The run, if one is meant.</param>
public record CancelExternalWorkflowInput(string Id, string? RunId);
