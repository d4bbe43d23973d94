using Google.Protobuf.Collections;
using Temporalio.Api.Command.V1;
using Temporalio.Worker.ActivityTasks;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>
/// Slots held for activities that the service may hand out in its answer to a workflow task, which spares them the way
/// through the task queue.
/// </summary>
internal sealed class EagerActivityReservation : IDisposable
{
    private const int MaxPerTask = 3;

    private readonly ActivityTaskWorker? _activities;
    private int _slots;

    /// <summary>Asks for as many as there are slots, and takes the wish back from the others.</summary>
    public EagerActivityReservation(ActivityTaskWorker? activities, string taskQueue, IEnumerable<Command> commands)
    {
        _activities = activities;
        foreach (var command in commands)
        {
            if (command.ScheduleActivityTaskCommandAttributes is not { RequestEagerExecution: true } attributes)
            {
                continue;
            }
            var reserved = _slots < MaxPerTask && activities is not null &&
                string.Equals(attributes.TaskQueue.Name, taskQueue, StringComparison.Ordinal) && activities.TryReserve();
            attributes.RequestEagerExecution = reserved;
            _slots += reserved ? 1 : 0;
        }
    }

    public void Start(RepeatedField<Api.WorkflowService.V1.PollActivityTaskQueueResponse> tasks)
    {
        foreach (var task in tasks.Take(_slots))
        {
            _slots--;
            _activities!.Start(task);
        }
    }

    /// <summary>Gives back what was not used.</summary>
    public void Dispose()
    {
        _activities?.Release(_slots);
        _slots = 0;
    }
}
