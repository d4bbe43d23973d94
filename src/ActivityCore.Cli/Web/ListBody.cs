namespace ActivityCore.Cli.Web;

/// <summary>A page of a list as JSON. <paramref name="Next"/> is the <c>before</c> of the page after this; null: that was all.</summary>
internal sealed record ListBody<T>(IReadOnlyList<T> Items, long? Next);
