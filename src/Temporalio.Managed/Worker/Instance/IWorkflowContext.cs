using Microsoft.Extensions.Logging;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Workflows;

namespace Temporalio.Worker.Instance;

/// <summary>What stands behind <see cref="Workflow"/>.</summary>
internal interface IWorkflowContext
{
    bool AllHandlersFinished { get; }

    CancellationToken CancellationToken { get; }

    bool ContinueAsNewSuggested { get; }

    string CurrentDetails { get; set; }

    int CurrentHistoryLength { get; }

    int CurrentHistorySize { get; }

    WorkflowQueryDefinition? DynamicQuery { get; set; }

    WorkflowSignalDefinition? DynamicSignal { get; set; }

    WorkflowInfo Info { get; }

    object Instance { get; }

    bool IsReplaying { get; }

    ILogger Logger { get; }

    IReadOnlyDictionary<string, IRawValue> Memo { get; }

    MetricMeter MetricMeter { get; }

    IPayloadConverter PayloadConverter { get; }

    IDictionary<string, WorkflowQueryDefinition> Queries { get; }

    DeterministicRandom Random { get; }

    IDictionary<string, WorkflowSignalDefinition> Signals { get; }

    SearchAttributeCollection TypedSearchAttributes { get; }

    DateTime UtcNow { get; }

    ContinueAsNewException CreateContinueAsNewException(
        string workflow, IReadOnlyCollection<object?> args, ContinueAsNewOptions? options);

    Task DelayWithOptionsAsync(DelayOptions options);

    Task<TResult> ExecuteActivityAsync<TResult>(string activity, IReadOnlyCollection<object?> args, ActivityOptions options);

    Task<TResult> ExecuteLocalActivityAsync<TResult>(
        string activity, IReadOnlyCollection<object?> args, LocalActivityOptions options);

    ExternalWorkflowHandle<TWorkflow> GetExternalWorkflowHandle<TWorkflow>(string id, string? runId);

    bool Patch(string patchId, bool deprecated);

    Task<ChildWorkflowHandle<TWorkflow, TResult>> StartChildWorkflowAsync<TWorkflow, TResult>(
        string workflow, IReadOnlyCollection<object?> args, ChildWorkflowOptions options);

    void UpsertMemo(IReadOnlyCollection<MemoUpdate> updates);

    void UpsertTypedSearchAttributes(IReadOnlyCollection<SearchAttributeUpdate> updates);

    Task<bool> WaitConditionWithOptionsAsync(WaitConditionOptions options);

    T WithTracingEventListenerDisabled<T>(Func<T> fn);
}
