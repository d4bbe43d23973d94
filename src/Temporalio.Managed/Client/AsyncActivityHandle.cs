namespace Temporalio.Client;

/// <summary>An activity that is completed from outside its worker.</summary>
public record AsyncActivityHandle(ITemporalClient Client, AsyncActivityHandle.Reference Activity)
{
    /// <summary>Records a heartbeat.</summary>
    /// <exception cref="Exceptions.AsyncActivityCanceledException">
    /// The activity is to be cancelled: stop, then call <see cref="ReportCancellationAsync" />.
    /// </exception>
    public Task HeartbeatAsync(AsyncActivityHeartbeatOptions? options = null) =>
        Client.OutboundInterceptor.HeartbeatAsyncActivityAsync(new(Activity, options));

    /// <summary>Completes the activity.</summary>
    public Task CompleteAsync(object? result = null, AsyncActivityCompleteOptions? options = null) =>
        Client.OutboundInterceptor.CompleteAsyncActivityAsync(new(Activity, result, options));

    /// <summary>Fails the activity.</summary>
    public Task FailAsync(Exception exception, AsyncActivityFailOptions? options = null) =>
        Client.OutboundInterceptor.FailAsyncActivityAsync(new(Activity, exception, options));

    /// <summary>Reports the activity as cancelled.</summary>
    public Task ReportCancellationAsync(AsyncActivityReportCancellationOptions? options = null) =>
        Client.OutboundInterceptor.ReportCancellationAsyncActivityAsync(new(Activity, options));

    /// <summary>What names an activity.</summary>
    public abstract record Reference
    {
        private protected Reference()
        {
        }
    }

    /// <summary>An activity by its workflow and its id.</summary>
    public record IdReference(string WorkflowId, string? RunId, string ActivityId) : Reference;

    /// <summary>An activity by its task token.</summary>
    public record TaskTokenReference(byte[] TaskToken) : Reference;
}
