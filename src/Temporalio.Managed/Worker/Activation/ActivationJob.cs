using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Query.V1;

namespace Temporalio.Worker.Activation;

/// <summary>One thing that happened to a workflow.</summary>
internal abstract record ActivationJob
{
    /// <summary>Jobs of one activation are applied in this order, equal ones as they came.</summary>
    public abstract int Order { get; }

    internal sealed record Initialize(WorkflowExecutionStartedEventAttributes Attributes, Timestamp StartTime, ulong RandomSeed)
        : ActivationJob
    {
        public override int Order => 0;
    }

    internal sealed record NotifyHasPatch(string PatchId) : ActivationJob
    {
        public override int Order => 1;
    }

    internal sealed record UpdateRandomSeed(ulong Seed) : ActivationJob
    {
        public override int Order => 2;
    }

    /// <summary>Signals come before other resolutions: a workflow that both wakes and ends must not lose them.</summary>
    internal sealed record Signal(WorkflowExecutionSignaledEventAttributes Attributes) : ActivationJob
    {
        public override int Order => 3;
    }

    internal sealed record FireTimer(uint Seq) : ActivationJob
    {
        public override int Order => 4;
    }

    internal sealed record ResolveActivity(uint Seq, ActivityResolution Resolution, bool IsLocal) : ActivationJob
    {
        public override int Order => IsLocal ? 5 : 4;
    }

    internal sealed record ResolveChildStart(
        uint Seq, string? RunId, StartChildWorkflowExecutionFailedCause FailedCause, Failure? Cancelled) : ActivationJob
    {
        public override int Order => 4;
    }

    internal sealed record ResolveChild(uint Seq, Payload? Result, Failure? Failure) : ActivationJob
    {
        public override int Order => 4;
    }

    internal sealed record ResolveSignalExternal(uint Seq, Failure? Failure) : ActivationJob
    {
        public override int Order => 4;
    }

    internal sealed record ResolveCancelExternal(uint Seq, Failure? Failure) : ActivationJob
    {
        public override int Order => 4;
    }

    internal sealed record CancelWorkflow : ActivationJob
    {
        public override int Order => 4;
    }

    internal sealed record Query(string Id, WorkflowQuery Attributes) : ActivationJob
    {
        public override int Order => 6;
    }
}
