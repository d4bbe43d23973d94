using ActivityCore.Storage;

namespace ActivityCore.Runs;

/// <summary>What releasing or dropping a run came to. A closed set.</summary>
public abstract record ParkedResult
{
    private ParkedResult()
    {
    }

    /// <summary>The workflow was told; it goes on by itself.</summary>
    public sealed record Told : ParkedResult;

    /// <summary>There is no such run.</summary>
    public sealed record NotFound : ParkedResult;

    /// <summary>The run is parked, but its workflow was ended or deleted and listens no more.</summary>
    public sealed record Ended : ParkedResult;

    /// <summary>The run is not parked.</summary>
    public sealed record NotParked(RunState State) : ParkedResult;
}
