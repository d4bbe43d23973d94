using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>A workflow task and the right to answer it, which is used once: by its work, or by the watchdog.</summary>
internal sealed class PolledWorkflowTask(PollWorkflowTaskQueueResponse response, long receivedAt)
{
    private const int ByItsWork = 1;
    private const int ByTheWatchdog = 2;

    private int _answered;

    public PollWorkflowTaskQueueResponse Response => response;

    /// <summary>A timestamp of the worker's clock.</summary>
    public long ReceivedAt => receivedAt;

    public string RunId => response.WorkflowExecution.RunId;

    /// <summary>True once the watchdog has it: it then gives back everything in the place of the work.</summary>
    public bool IsTakenOver => Volatile.Read(ref _answered) == ByTheWatchdog;

    public bool TryAnswer() => Interlocked.CompareExchange(ref _answered, ByItsWork, 0) == 0;

    public bool TryTakeOver() => Interlocked.CompareExchange(ref _answered, ByTheWatchdog, 0) == 0;
}
