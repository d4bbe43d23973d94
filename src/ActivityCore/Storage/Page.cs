namespace ActivityCore.Storage;

/// <summary>One page of a list, newest first.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">What to hand in as <see cref="PageRequest.Before"/> for the page after this; null: that was all.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long? Next);
