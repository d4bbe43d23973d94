using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Api;

/// <summary>Checks of what a request brings; each failure names the field.</summary>
internal static class Checks
{
    public static void Id(string value, string name)
    {
        if (value.Length == 0)
            throw Refusals.Invalid($"{name} is not set on request.");
        Length(value, name);
    }

    public static void Length(string value, string name)
    {
        if (value.Length > EngineLimits.MaxIdLength)
            throw Refusals.Invalid($"{name} length exceeds limit.");
    }

    /// <summary>The execution of a request, with a run id that may be empty but not malformed.</summary>
    public static WorkflowExecution Execution(WorkflowExecution? execution)
    {
        if (execution is null)
            throw Refusals.Invalid("Execution is not set on request.");
        if (execution.WorkflowId.Length == 0)
            throw Refusals.Invalid("WorkflowId is not set on request.");
        Length(execution.WorkflowId, "WorkflowId");
        if (execution.RunId.Length > 0 && !Guid.TryParse(execution.RunId, out _))
            throw Refusals.Invalid("Invalid RunId.");
        return execution;
    }

    public static long Timeout(Duration? duration, string name)
    {
        var ticks = Times.FromDuration(duration);
        return ticks < 0 ? throw Refusals.Invalid($"An invalid {name} is set on request. cause: negative duration") : ticks;
    }

    public static void Blob(int bytes, string name)
    {
        if (bytes > EngineLimits.MaxBlobBytes)
            throw Refusals.Invalid($"{name} exceeds size limit of {EngineLimits.MaxBlobBytes} bytes.");
    }

    public static string QueueName(Temporalio.Api.TaskQueue.V1.TaskQueue? queue)
    {
        if (queue is null || queue.Name.Length == 0)
            throw Refusals.Invalid("TaskQueue is not set on request.");
        Length(queue.Name, "TaskQueue");
        return queue.Name;
    }
}
