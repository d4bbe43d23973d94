namespace ActivityCore.Runs;

/// <summary>What a run is made of is not in the store, or cannot be read any more: no retry helps.</summary>
public sealed class RunUnusableException(string message) : Exception(message);
