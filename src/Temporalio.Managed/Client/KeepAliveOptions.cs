namespace Temporalio.Client;

/// <summary>HTTP/2 pings, sent also while no call is open.</summary>
public class KeepAliveOptions : ICloneable
{
    /// <summary>Time between pings. Default 30 s.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for the answer, after which the connection is given up. Default 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A copy.</summary>
    public virtual object Clone() => MemberwiseClone();
}
