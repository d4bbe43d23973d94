namespace ActivityCore.Cli.Hosting;

/// <summary>What a process needs to be ready, besides store and Temporal.</summary>
/// <param name="Definitions">It looks into the definitions' folder; a worker never does.</param>
internal sealed record ReadyChecks(bool Definitions);
