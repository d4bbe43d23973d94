namespace Temporalio.DevServer.Matching;

/// <summary>How full a queue is and how fast it moves. Queries do not count.</summary>
/// <param name="Backlog">Tasks that wait; some may not be wanted any more.</param>
/// <param name="Age">How long the first of them has waited.</param>
/// <param name="Added">Tasks added per second.</param>
/// <param name="Dispatched">Tasks handed to workers per second.</param>
internal sealed record QueueStats(int Backlog, TimeSpan Age, float Added, float Dispatched);
