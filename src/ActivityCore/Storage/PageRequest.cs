namespace ActivityCore.Storage;

/// <summary>Which page of a list, newest first.</summary>
/// <param name="Limit">At most this many rows, 1 to 1,000. Default 50.</param>
/// <param name="Before">The <see cref="Page{T}.Next"/> of the page before; null: from the newest.</param>
public sealed record PageRequest(int Limit = 50, long? Before = null);
