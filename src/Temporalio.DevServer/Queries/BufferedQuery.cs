using Temporalio.Api.Query.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.DevServer.Queries;

/// <summary>A query on its way to a worker; kept in memory alone, since its caller waits.</summary>
internal sealed class BufferedQuery(string id, WorkflowQuery query)
{
    public string Id { get; } = id;

    public WorkflowQuery Query { get; } = query;

    public TaskCompletionSource<QueryWorkflowResponse> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the run can no longer answer it with a workflow task, so that it is to be sent by itself.</summary>
    public TaskCompletionSource SendDirectly { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
