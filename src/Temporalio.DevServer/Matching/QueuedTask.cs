using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Queries;

namespace Temporalio.DevServer.Matching;

/// <summary>Something to be handed to a worker. A hint: whoever takes it asks the run whether it is still wanted.</summary>
internal abstract record QueuedTask(WorkflowKey Key, string RunId)
{
    public sealed record WorkflowTask(WorkflowKey Key, string RunId, string Queue, long ScheduledEventId, int Attempt)
        : QueuedTask(Key, RunId);

    public sealed record ActivityTask(WorkflowKey Key, string RunId, long ScheduledEventId, int Attempt) : QueuedTask(Key, RunId);

    public sealed record QueryTask(WorkflowKey Key, string RunId, bool Sticky, BufferedQuery Query) : QueuedTask(Key, RunId);
}
