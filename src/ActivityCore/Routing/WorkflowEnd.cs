using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace ActivityCore.Routing;

/// <summary>How the workflow of a run ended, as the service has it. A closed set.</summary>
internal abstract record WorkflowEnd
{
    private WorkflowEnd()
    {
    }

    /// <summary>Reads it from the service.</summary>
    /// <exception cref="RpcException">The service refused or could not be reached; a missing namespace is such a refusal, and no end of its runs.</exception>
    public static async Task<WorkflowEnd> ReadAsync(ITemporalClient client, string runId, RpcOptions rpc)
    {
        try
        {
            var found = await client.GetWorkflowHandle(runId).DescribeAsync(new() { Rpc = rpc });
            return found.Status is WorkflowExecutionStatus.Running ? new Open() : await ReadCloseEventAsync(client.GetWorkflowHandle(runId, found.RunId), found.Status, rpc);
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            // The same code says that there is no such namespace.
            await client.Connection.WorkflowService.DescribeNamespaceAsync(new() { Namespace = client.Options.Namespace }, rpc);
            return new Gone();
        }
    }

    private static async Task<WorkflowEnd> ReadCloseEventAsync(WorkflowHandle handle, WorkflowExecutionStatus status, RpcOptions rpc)
    {
        HistoryEvent? close = null;
        await foreach (var last in handle.FetchHistoryEventsAsync(new() { EventFilterType = HistoryEventFilterType.CloseEvent, Rpc = rpc }))
        {
            close = last;
        }

        return status switch
        {
            WorkflowExecutionStatus.Terminated => new Closed($"The workflow was terminated{Because(close?.WorkflowExecutionTerminatedEventAttributes?.Reason)}", ByPerson: true),
            WorkflowExecutionStatus.Canceled => new Closed("The workflow was cancelled.", ByPerson: true),
            WorkflowExecutionStatus.TimedOut => new Closed("The workflow timed out.", ByPerson: false),
            WorkflowExecutionStatus.Failed => new Closed($"The workflow failed{Because(Root(close?.WorkflowExecutionFailedEventAttributes?.Failure)?.Message)}", ByPerson: false),
            _ => new Closed("The workflow completed, and the store lacks what it did.", ByPerson: false),
        };
    }

    // What an activity failed with says more than that it failed.
    private static Failure? Root(Failure? failure)
    {
        while (failure?.Cause is { } cause)
        {
            failure = cause;
        }

        return failure;
    }

    private static string Because(string? reason) => string.IsNullOrWhiteSpace(reason) ? "." : $": {reason.Trim().TrimEnd('.')}.";

    /// <summary>It goes on.</summary>
    public sealed record Open : WorkflowEnd;

    /// <summary>It ended.</summary>
    /// <param name="What">A sentence.</param>
    /// <param name="ByPerson">A person ended it, and did not want the rest.</param>
    public sealed record Closed(string What, bool ByPerson) : WorkflowEnd;

    /// <summary>It was never started, or is deleted.</summary>
    public sealed record Gone : WorkflowEnd;
}
