namespace Temporalio.Exceptions;

/// <summary>Workflow code did what a workflow must not do.</summary>
public class InvalidWorkflowOperationException : TemporalException
{
    private readonly string? _stackTraceOverride;

    internal InvalidWorkflowOperationException(string message, string? stackTraceOverride = null)
        : base(message) => _stackTraceOverride = stackTraceOverride;

    /// <inheritdoc />
    public override string? StackTrace => _stackTraceOverride ?? base.StackTrace;
}
