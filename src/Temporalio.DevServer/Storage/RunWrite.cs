namespace Temporalio.DevServer.Storage;

/// <summary>What one step changes of one run; serialized already, so that the writer only copies bytes.</summary>
internal sealed record RunWrite
{
    public required long RunKey { get; init; }

    public required byte[] State { get; init; }

    /// <summary>Id of the first event in <see cref="Events"/>.</summary>
    public long FirstEventId { get; init; }

    /// <summary>A serialized History message; null when the step wrote no event.</summary>
    public byte[]? Events { get; init; }

    /// <summary>Present on the first write, and when anything that lists show has changed.</summary>
    public RunRow? Row { get; init; }

    public bool IsNew { get; init; }

    /// <summary>Values by custom attribute name; null when unchanged.</summary>
    public IReadOnlyList<SearchValue>? SearchValues { get; init; }
}
