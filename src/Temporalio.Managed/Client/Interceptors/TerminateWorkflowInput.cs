namespace Temporalio.Client.Interceptors;

/// <summary>A termination. Change it with a "with" expression; the constructor may grow.</summary>
public record TerminateWorkflowInput(
    string Id,
    string? RunId,
    string? FirstExecutionRunId,
    string? Reason,
    WorkflowTerminateOptions? Options);
