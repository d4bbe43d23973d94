namespace ActivityCore.Runs;

/// <summary>What a person's text stands for. A closed set.</summary>
/// <typeparam name="T">What is looked for.</typeparam>
public abstract record Lookup<T>
{
    private Lookup()
    {
    }

    /// <summary>One thing, or several that are all meant.</summary>
    public sealed record Found(T Value) : Lookup<T>;

    /// <summary>Nothing has this name.</summary>
    public sealed record None : Lookup<T>;

    /// <summary>Several have it: more characters are needed.</summary>
    /// <param name="Candidates">Some of their ids.</param>
    public sealed record Ambiguous(IReadOnlyList<string> Candidates) : Lookup<T>;
}
