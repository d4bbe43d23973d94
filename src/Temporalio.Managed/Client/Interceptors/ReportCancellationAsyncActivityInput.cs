namespace Temporalio.Client.Interceptors;

/// <summary>A cancellation. Change it with a "with" expression; the constructor may grow.</summary>
public record ReportCancellationAsyncActivityInput(
    AsyncActivityHandle.Reference Activity,
    AsyncActivityReportCancellationOptions? Options);
