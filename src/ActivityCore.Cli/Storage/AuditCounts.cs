namespace ActivityCore.Cli.Storage;

/// <summary>How many events, runs and tasks there are, by state, and open dead letters, by kind; a state without any is left out.</summary>
internal sealed record AuditCounts(
    IReadOnlyDictionary<string, long> Events, IReadOnlyDictionary<string, long> Runs, IReadOnlyDictionary<string, long> Tasks, IReadOnlyDictionary<string, long> DeadLetters);
