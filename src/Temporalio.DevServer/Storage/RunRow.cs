namespace Temporalio.DevServer.Storage;

/// <summary>One run as lists show it. Times are UTC ticks.</summary>
internal sealed record RunRow
{
    public required long RunKey { get; init; }

    public required long NamespaceKey { get; init; }

    public required string WorkflowId { get; init; }

    public required string RunId { get; init; }

    public required string WorkflowType { get; init; }

    public required string TaskQueue { get; init; }

    public required int Status { get; init; }

    public required long StartTime { get; init; }

    public required long ExecutionTime { get; init; }

    public long? CloseTime { get; init; }

    public long? HistoryLength { get; init; }

    public long? HistorySize { get; init; }

    public long? StateTransitions { get; init; }

    public string? ParentWorkflowId { get; init; }

    public string? ParentRunId { get; init; }

    public required string RootWorkflowId { get; init; }

    public required string RootRunId { get; init; }

    /// <summary>Loaded when the service starts: open, or closed with work left.</summary>
    public required bool Live { get; init; }

    /// <summary>A WorkflowExecutionInfo with the memo and search attributes.</summary>
    public required byte[] Info { get; init; }
}
