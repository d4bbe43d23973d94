namespace Temporalio.Worker.Machines;

/// <summary>Workflow code did not do what history says it did.</summary>
internal sealed class NondeterminismException(string message) : Exception(message);
