using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Sdk.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Activation;

/// <summary>One thing that workflow code wants.</summary>
internal abstract record WorkflowCommand
{
    public virtual bool IsTerminal => false;

    internal sealed record StartTimer(uint Seq, StartTimerCommandAttributes Attributes, UserMetadata? Metadata) : WorkflowCommand;

    internal sealed record CancelTimer(uint Seq) : WorkflowCommand;

    internal sealed record ScheduleActivity(
        uint Seq,
        ScheduleActivityTaskCommandAttributes Attributes,
        ActivityCancellationType CancellationType,
        UserMetadata? Metadata) : WorkflowCommand;

    internal sealed record CancelActivity(uint Seq) : WorkflowCommand;

    internal sealed record ScheduleLocalActivity(LocalActivityRequest Request) : WorkflowCommand;

    internal sealed record CancelLocalActivity(uint Seq) : WorkflowCommand;

    internal sealed record StartChild(
        uint Seq,
        StartChildWorkflowExecutionCommandAttributes Attributes,
        ChildWorkflowCancellationType CancellationType,
        UserMetadata? Metadata) : WorkflowCommand;

    internal sealed record CancelChild(uint Seq) : WorkflowCommand;

    internal sealed record SignalExternal(uint Seq, SignalExternalWorkflowExecutionCommandAttributes Attributes) : WorkflowCommand;

    internal sealed record CancelSignal(uint Seq) : WorkflowCommand;

    internal sealed record CancelExternal(uint Seq, string WorkflowId, string RunId) : WorkflowCommand;

    internal sealed record SetPatchMarker(string PatchId, bool Deprecated) : WorkflowCommand;

    internal sealed record UpsertSearchAttributes(SearchAttributes Attributes) : WorkflowCommand;

    internal sealed record ModifyMemo(Memo Memo) : WorkflowCommand;

    internal sealed record Complete(Payloads Result) : WorkflowCommand
    {
        public override bool IsTerminal => true;
    }

    internal sealed record Fail(Failure Failure) : WorkflowCommand
    {
        public override bool IsTerminal => true;
    }

    internal sealed record ContinueAsNew(ContinueAsNewWorkflowExecutionCommandAttributes Attributes) : WorkflowCommand
    {
        public override bool IsTerminal => true;
    }

    internal sealed record Cancel : WorkflowCommand
    {
        public override bool IsTerminal => true;
    }
}
