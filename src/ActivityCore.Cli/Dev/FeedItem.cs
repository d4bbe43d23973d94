namespace ActivityCore.Cli.Dev;

/// <summary>One envelope of a feed as bytes, still unread, or why there is none.</summary>
/// <param name="Line">Where it begins, 1-based.</param>
/// <param name="Bytes">The envelope's own bytes; empty where there is a fault.</param>
/// <param name="Fault">Why it cannot be taken, or null.</param>
internal sealed record FeedItem(int Line, ReadOnlyMemory<byte> Bytes, string? Fault = null);
