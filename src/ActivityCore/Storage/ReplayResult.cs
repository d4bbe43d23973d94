namespace ActivityCore.Storage;

/// <summary>What trying a dead letter again came to. A closed set.</summary>
public abstract record ReplayResult
{
    private ReplayResult()
    {
    }

    /// <summary>It went through; the letter is settled.</summary>
    /// <param name="Resolution">As what.</param>
    public sealed record Replayed(string Resolution) : ReplayResult;

    /// <summary>It was settled before; nothing was done.</summary>
    /// <param name="Resolution">How.</param>
    public sealed record SettledBefore(string Resolution) : ReplayResult;

    /// <summary>It was refused once more: the letter is open with this reason, and counts one more.</summary>
    public sealed record RefusedAgain(string Reason) : ReplayResult;

    /// <summary>Nothing was decided, because someone is away or at it: the letter is open as before.</summary>
    public sealed record NotNow(string Reason) : ReplayResult;

    /// <summary>It cannot be tried in this way; the reason names another.</summary>
    public sealed record Impossible(string Reason) : ReplayResult;
}
