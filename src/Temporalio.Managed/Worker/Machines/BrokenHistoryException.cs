namespace Temporalio.Worker.Machines;

/// <summary>A history that no worker can follow: the task fails and the run is taken from the beginning.</summary>
internal sealed class BrokenHistoryException(string message) : Exception(message);
