namespace ActivityCore.Runs;

/// <summary>Runs cannot be started until a person acts; the message names the cure.</summary>
public sealed class RunStartException(string message, Exception? inner) : Exception(message, inner);
