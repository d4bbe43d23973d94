namespace Temporalio.Client.Interceptors;

/// <summary>A list. Change it with a "with" expression; the constructor may grow.</summary>
public record ListWorkflowsInput(
    string Query,
    WorkflowListOptions? Options);
