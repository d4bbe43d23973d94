namespace Temporalio.Client.Interceptors;

/// <summary>A count. Change it with a "with" expression; the constructor may grow.</summary>
public record CountWorkflowsInput(
    string Query,
    WorkflowCountOptions? Options);
