namespace Temporalio.DevServer.Matching;

/// <summary>Who asks for a task.</summary>
internal sealed record Poller(string Identity, string WorkerKey, double? RatePerSecond);
