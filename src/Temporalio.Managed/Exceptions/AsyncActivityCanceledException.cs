namespace Temporalio.Exceptions;

/// <summary>A heartbeat of an asynchronously completed activity learned that the workflow asked for its cancellation.</summary>
public class AsyncActivityCanceledException : TemporalException
{
    public AsyncActivityCanceledException()
        : base("Activity cancelled")
    {
    }
}
