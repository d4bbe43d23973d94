using Google.Protobuf;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;

namespace Temporalio.DevServer.Api;

/// <summary>Tokens that a worker gives back with its answer; opaque to it.</summary>
internal static class TaskTokens
{
    public static ByteString ForWorkflowTask(Run run)
    {
        var task = run.State.Task!;
        return new TaskToken
        {
            NamespaceId = run.Namespace.Id,
            WorkflowId = run.State.WorkflowId,
            RunId = run.State.RunId,
            ScheduledEventId = task.ScheduledEventId,
            StartedEventId = task.StartedEventId,
            Attempt = task.Attempt,
            StartedTime = task.StartedTime,
        }.ToByteString();
    }

    public static ByteString ForActivity(Run run, PendingActivity activity) => new TaskToken
    {
        NamespaceId = run.Namespace.Id,
        WorkflowId = run.State.WorkflowId,
        RunId = run.State.RunId,
        ScheduledEventId = activity.ScheduledEventId,
        Attempt = activity.Attempt,
        StartedTime = activity.StartedTime,
        ActivityId = activity.ActivityId,
        ActivityType = activity.ActivityType,
    }.ToByteString();

    public static TaskToken Read(ByteString bytes)
    {
        if (bytes.IsEmpty)
            throw Refusals.Invalid("Task token not set on request.");
        try
        {
            var token = TaskToken.Parser.ParseFrom(bytes);
            return token.NamespaceId.Length > 0 && token.WorkflowId.Length > 0 ? token : throw Refusals.BadToken();
        }
        catch (InvalidProtocolBufferException)
        {
            throw Refusals.BadToken();
        }
    }
}
