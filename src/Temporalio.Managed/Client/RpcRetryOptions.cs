namespace Temporalio.Client;

/// <summary>How calls that may be made again are: all calls of the client, and raw calls with <see cref="RpcOptions.Retry" />.</summary>
public class RpcRetryOptions : ICloneable
{
    /// <summary>Time until the second attempt. Default 100 ms.</summary>
    public TimeSpan InitialInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Part by which an interval may differ, at random. Default 0.2.</summary>
    public float RandomizationFactor { get; set; } = 0.2F;

    /// <summary>Each interval is the one before times this. Default 1.7.</summary>
    public float Multiplier { get; set; } = 1.7F;

    /// <summary>Longest interval. Default 5 s.</summary>
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>No attempt begins later than this after the first. Default 10 s; null means no limit.</summary>
    public TimeSpan? MaxElapsedTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most attempts after the first. Default 10.</summary>
    public int MaxRetries { get; set; } = 10;

    /// <summary>A copy.</summary>
    public virtual object Clone() => MemberwiseClone();
}
