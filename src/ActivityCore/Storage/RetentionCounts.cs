namespace ActivityCore.Storage;

/// <summary>How many rows lost their payload, or would.</summary>
/// <param name="Events">Events without their attributes.</param>
/// <param name="Runs">Runs without context and decision, with the payloads of their tasks, instructions and evidence.</param>
/// <param name="DeadLetters">Settled dead letters without what came.</param>
public sealed record RetentionCounts(int Events, int Runs, int DeadLetters);
