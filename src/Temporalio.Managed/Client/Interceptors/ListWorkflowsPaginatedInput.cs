namespace Temporalio.Client.Interceptors;

/// <summary>A page of a list. Change it with a "with" expression; the constructor may grow.</summary>
public record ListWorkflowsPaginatedInput(
    string Query,
    byte[]? NextPageToken,
    WorkflowListPaginatedOptions? Options);
