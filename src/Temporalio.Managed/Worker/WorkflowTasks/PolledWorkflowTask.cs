using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>A workflow task and the right to answer it, which is used once: by its work, or by the watchdog.</summary>
internal sealed class PolledWorkflowTask(PollWorkflowTaskQueueResponse response, long receivedAt)
{
    private int _answered;

    public PollWorkflowTaskQueueResponse Response => response;

    /// <summary>A timestamp of the worker's clock.</summary>
    public long ReceivedAt => receivedAt;

    public string RunId => response.WorkflowExecution.RunId;

    public bool TryAnswer() => Interlocked.Exchange(ref _answered, 1) == 0;
}
