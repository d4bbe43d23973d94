namespace Temporalio.Client.Interceptors;

/// <summary>A cancellation request. Change it with a "with" expression; the constructor may grow.</summary>
public record CancelWorkflowInput(
    string Id,
    string? RunId,
    string? FirstExecutionRunId,
    WorkflowCancelOptions? Options);
