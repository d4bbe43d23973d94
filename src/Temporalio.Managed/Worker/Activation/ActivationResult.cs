namespace Temporalio.Worker.Activation;

/// <summary>What came of running workflow code.</summary>
internal sealed record ActivationResult(
    IReadOnlyList<WorkflowCommand> Commands, IReadOnlyList<QueryAnswer> Answers, Exception? TaskFailure);
