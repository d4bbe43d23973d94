namespace ActivityCore.Storage;

/// <summary>What writing a run down came to.</summary>
/// <param name="IsNew">False: the run was there already, and <paramref name="Run"/> keeps the hash that it was pinned to then.</param>
/// <param name="Run">The row that stands.</param>
public sealed record RunInsert(bool IsNew, RunRecord Run);
