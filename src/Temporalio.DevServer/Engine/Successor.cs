namespace Temporalio.DevServer.Engine;

/// <summary>The run that takes over from one that closes, stored in the same step.</summary>
internal sealed record Successor(string RunId, NewRun Start);
