using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Worker.Instance;

internal static class ContinueAsNewCommand
{
    public static ContinueAsNewWorkflowExecutionCommandAttributes Create(
        WorkflowInstance instance, CreateContinueAsNewExceptionInput input)
    {
        var options = input.Options;
        var attributes = new ContinueAsNewWorkflowExecutionCommandAttributes
        {
            WorkflowType = new() { Name = input.Workflow },
            TaskQueue = new() { Name = options?.TaskQueue ?? instance.Info.TaskQueue },
            Input = instance.ToPayloads(input.Args),
            WorkflowRunTimeout = options?.RunTimeout is { } run ? Duration.FromTimeSpan(run) : null,
            WorkflowTaskTimeout = options?.TaskTimeout is { } task ? Duration.FromTimeSpan(task) : null,
            RetryPolicy = options?.RetryPolicy?.ToProto(),
            Memo = options?.Memo is { } memo ? instance.ToMemo(memo) : null,
            SearchAttributes = options?.TypedSearchAttributes?.ToProto(),
            Initiator = ContinueAsNewInitiator.Workflow,
        };
        if (input.Headers is { Count: > 0 } headers)
        {
            attributes.Header = new() { Fields = { headers } };
        }
        return attributes;
    }
}
