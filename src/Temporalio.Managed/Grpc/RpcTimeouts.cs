using Google.Protobuf;
using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Grpc;

/// <summary>How long a call may take when its caller does not say.</summary>
internal static class RpcTimeouts
{
    public static readonly TimeSpan Ordinary = TimeSpan.FromSeconds(30);

    /// <summary>The service answers long polls after 20 to 60 s; this leaves it time to.</summary>
    public static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(70);

    public static TimeSpan For(IMessage request) =>
        IsTaskPoll(request) || request is GetWorkflowExecutionHistoryRequest { WaitNewEvent: true } ? LongPoll : Ordinary;

    public static bool IsTaskPoll(IMessage request) => request is PollWorkflowTaskQueueRequest or PollActivityTaskQueueRequest;
}
