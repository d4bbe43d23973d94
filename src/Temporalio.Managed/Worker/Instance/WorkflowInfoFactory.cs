using Temporalio.Api.History.V1;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Worker.Activation;
using Temporalio.Workflows;

namespace Temporalio.Worker.Instance;

/// <summary>Reads what a run can know of itself from its first event.</summary>
internal static class WorkflowInfoFactory
{
    private static readonly TimeSpan DefaultTaskTimeout = TimeSpan.FromSeconds(10);

    public static WorkflowInfo Create(WorkflowInstanceDetails details, ActivationJob.Initialize init, string runId, DateTime firstTaskTime)
    {
        var started = init.Attributes;
        var converter = details.DataConverter;
        return new(
            Attempt: started.Attempt,
            ContinuedRunId: OrNull(started.ContinuedExecutionRunId),
            CronSchedule: OrNull(started.CronSchedule),
            ExecutionTimeout: OrNull(started.WorkflowExecutionTimeout?.ToTimeSpan()),
            FirstExecutionRunId: started.FirstExecutionRunId,
            Headers: started.Header?.Fields,
            LastFailure: started.ContinuedFailure is { } failure
                ? converter.FailureConverter.ToException(failure, converter.PayloadConverter)
                : null,
            LastResult: started.LastCompletionResult?.Payloads_.Select(p => new RawValue(p)).ToArray(),
            Namespace: details.Namespace,
            Parent: Parent(started),
            Priority: started.Priority is { } priority ? new(priority) : Priority.Default,
            RetryPolicy: started.RetryPolicy is { } policy ? RetryPolicy.FromProto(policy) : null,
            Root: started.RootWorkflowExecution is { } root ? new(root.RunId, root.WorkflowId) : null,
            RunId: runId,
            RunTimeout: OrNull(started.WorkflowRunTimeout?.ToTimeSpan()),
            StartTime: firstTaskTime,
            TaskQueue: details.TaskQueue,
            TaskTimeout: OrNull(started.WorkflowTaskTimeout?.ToTimeSpan()) ?? DefaultTaskTimeout,
            WorkflowId: started.WorkflowId,
            WorkflowStartTime: init.StartTime.ToDateTime(),
            WorkflowType: started.WorkflowType.Name);
    }

    private static WorkflowInfo.ParentInfo? Parent(WorkflowExecutionStartedEventAttributes started) =>
        started.ParentWorkflowExecution is { } parent
            ? new(started.ParentWorkflowNamespace, parent.RunId, parent.WorkflowId)
            : null;

    private static string? OrNull(string value) => value.Length == 0 ? null : value;

    private static TimeSpan? OrNull(TimeSpan? value) => value == TimeSpan.Zero ? null : value;
}
