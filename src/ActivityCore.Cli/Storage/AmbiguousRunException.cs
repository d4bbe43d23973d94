namespace ActivityCore.Cli.Storage;

/// <summary>The first characters of an id stand for several runs; the message names some of them.</summary>
internal sealed class AmbiguousRunException(string prefix, IReadOnlyList<string> candidates)
    : Exception($"Several runs begin with {prefix}, among them {string.Join(", ", candidates)}.")
{
    public const string Advice = "Give more characters of the one that is meant.";
}
