namespace Temporalio.Workflows;

/// <summary>A workflow timer.</summary>
public class DelayOptions : ICloneable
{
    /// <summary>A timer of the given length.</summary>
    public DelayOptions(TimeSpan delay, string? summary = null, CancellationToken? cancellationToken = null)
    {
        Delay = delay;
        Summary = summary;
        CancellationToken = cancellationToken;
    }

    /// <summary>A timer of the given number of milliseconds.</summary>
    public DelayOptions(int millisecondsDelay, string? summary = null, CancellationToken? cancellationToken = null)
        : this(TimeSpan.FromMilliseconds(millisecondsDelay), summary, cancellationToken)
    {
    }

    /// <summary>How long. Zero is one millisecond; infinite makes no timer; otherwise negative is an error.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>One line for user interfaces.</summary>
    public string? Summary { get; set; }

    /// <summary>Cancels the timer. The workflow's own token when null.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>A shallow copy.</summary>
    public virtual object Clone() => MemberwiseClone();
}
