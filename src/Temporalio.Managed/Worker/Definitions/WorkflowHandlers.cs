using Temporalio.Workflows;

namespace Temporalio.Worker.Definitions;

/// <summary>The handlers that the attributes of a workflow type declare.</summary>
internal sealed record WorkflowHandlers(
    IReadOnlyDictionary<string, WorkflowSignalDefinition> Signals,
    WorkflowSignalDefinition? DynamicSignal,
    IReadOnlyDictionary<string, WorkflowQueryDefinition> Queries,
    WorkflowQueryDefinition? DynamicQuery);
