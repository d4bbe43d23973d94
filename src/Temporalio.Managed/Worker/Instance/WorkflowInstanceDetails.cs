using Microsoft.Extensions.Logging;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Worker.Instance;

/// <summary>What all instances of a worker share.</summary>
internal sealed record WorkflowInstanceDetails
{
    public required string Namespace { get; init; }

    public required string TaskQueue { get; init; }

    public required DataConverter DataConverter { get; init; }

    public required IReadOnlyList<IWorkerInterceptor> Interceptors { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }

    public required MetricMeter Meter { get; init; }

    public required WorkflowStackTrace StackTrace { get; init; }

    public required bool TracingEventsEnabled { get; init; }

    public required bool EagerActivities { get; init; }

    public required IReadOnlyCollection<Type>? FailureExceptionTypes { get; init; }

    /// <summary>Throws when the worker has no such activity.</summary>
    public required Action<string> CheckLocalActivity { get; init; }

    public required Action<WorkflowInfo, WorkflowDefinition> OnTaskStarting { get; init; }

    public required Action<WorkflowInfo, WorkflowDefinition, Exception?> OnTaskCompleted { get; init; }
}
