namespace ActivityCore.Runs;

/// <summary>How a child workflow ended.</summary>
/// <param name="Result">Its result as JSON text; null where it gave none.</param>
/// <param name="Failure">Why it failed; null where it completed.</param>
public sealed record ChildEnd(string? Result, string? Failure);
