using Microsoft.Extensions.Logging;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Worker.Activation;
using Temporalio.Workflows;

namespace Temporalio.Worker.Instance;

/// <summary>What workflow code sees of its instance.</summary>
internal sealed class WorkflowContext(WorkflowInstance instance, ConditionList conditions, IReadOnlySet<string> patchesInHistory)
    : IWorkflowContext
{
    private readonly Dictionary<string, bool> _patched = new(StringComparer.Ordinal);

    public WorkflowInstance Owner => instance;

    public bool AllHandlersFinished => instance.AllHandlersFinished;

    public CancellationToken CancellationToken => instance.CancellationToken;

    public bool ContinueAsNewSuggested => instance.ContinueAsNewSuggested;

    public string CurrentDetails
    {
        get => instance.CurrentDetails;
        set => instance.CurrentDetails = value;
    }

    public int CurrentHistoryLength => checked((int)instance.HistoryLength);

    public int CurrentHistorySize => checked((int)instance.HistorySizeBytes);

    public WorkflowQueryDefinition? DynamicQuery
    {
        get => instance.DynamicQuery;
        set => instance.DynamicQuery = value;
    }

    public WorkflowSignalDefinition? DynamicSignal
    {
        get => instance.DynamicSignal;
        set => instance.DynamicSignal = value;
    }

    public WorkflowInfo Info => instance.Info;

    public object Instance => instance.Instance;

    public bool IsReplaying => instance.IsReplaying;

    public ILogger Logger => instance.ReplaySafeLogger;

    public IReadOnlyDictionary<string, IRawValue> Memo => instance.Attributes.Memo;

    public MetricMeter MetricMeter => instance.MetricMeter;

    public IPayloadConverter PayloadConverter => instance.PayloadConverter;

    public IDictionary<string, WorkflowQueryDefinition> Queries => instance.Queries;

    public DeterministicRandom Random => instance.Random;

    public IDictionary<string, WorkflowSignalDefinition> Signals => instance.Signals;

    public SearchAttributeCollection TypedSearchAttributes => instance.Attributes.SearchAttributes;

    public DateTime UtcNow => instance.UtcNow;

    public ContinueAsNewException CreateContinueAsNewException(
        string workflow, IReadOnlyCollection<object?> args, ContinueAsNewOptions? options) =>
        instance.Outbound.CreateContinueAsNewException(new(workflow, args, options, Headers: null));

    public Task DelayWithOptionsAsync(DelayOptions options) => instance.Outbound.DelayAsync(new(options));

    public Task<TResult> ExecuteActivityAsync<TResult>(string activity, IReadOnlyCollection<object?> args, ActivityOptions options) =>
        instance.Outbound.ScheduleActivityAsync<TResult>(new(activity, args, options, Headers: null));

    public Task<TResult> ExecuteLocalActivityAsync<TResult>(
        string activity, IReadOnlyCollection<object?> args, LocalActivityOptions options) =>
        instance.Outbound.ScheduleLocalActivityAsync<TResult>(new(activity, args, options, Headers: null));

    public ExternalWorkflowHandle<TWorkflow> GetExternalWorkflowHandle<TWorkflow>(string id, string? runId) =>
        new ExternalHandle<TWorkflow>(instance, id, runId);

    public bool Patch(string patchId, bool deprecated)
    {
        if (_patched.TryGetValue(patchId, out var patched))
        {
            return patched;
        }
        patched = !IsReplaying || patchesInHistory.Contains(patchId);
        _patched.Add(patchId, patched);
        if (patched)
        {
            instance.Output.Add(new WorkflowCommand.SetPatchMarker(patchId, deprecated));
        }
        return patched;
    }

    public Task<ChildWorkflowHandle<TWorkflow, TResult>> StartChildWorkflowAsync<TWorkflow, TResult>(
        string workflow, IReadOnlyCollection<object?> args, ChildWorkflowOptions options) =>
        instance.Outbound.StartChildWorkflowAsync<TWorkflow, TResult>(new(workflow, args, options, Headers: null));

    public void UpsertMemo(IReadOnlyCollection<MemoUpdate> updates) =>
        instance.Output.Add(new WorkflowCommand.ModifyMemo(instance.Attributes.Apply(updates)));

    public void UpsertTypedSearchAttributes(IReadOnlyCollection<SearchAttributeUpdate> updates) =>
        instance.Output.Add(new WorkflowCommand.UpsertSearchAttributes(instance.Attributes.Apply(updates)));

    public Task<bool> WaitConditionWithOptionsAsync(WaitConditionOptions options)
    {
        var node = conditions.Add(options.ConditionCheck);
        var source = node.Value.Source;
        var token = options.CancellationToken ?? CancellationToken;
        return instance.Tasks.Run(async () =>
        {
            try
            {
                using (token.Register(() => source.TrySetCanceled(token)))
                {
                    if (options.Timeout is { } timeout)
                    {
                        return await WaitAsync(source.Task, timeout, options.TimeoutSummary).ConfigureAwait(true);
                    }
                    await source.Task.ConfigureAwait(true);
                    return true;
                }
            }
            finally
            {
                conditions.Remove(node);
            }
        });
    }

    public T WithTracingEventListenerDisabled<T>(Func<T> fn)
    {
        var enabled = instance.TracingEventsEnabled;
        var commands = instance.Output.CommandCount;
        instance.TracingEventsEnabled = false;
        try
        {
            var result = fn();
            return instance.Output.CommandCount == commands
                ? result
                : throw new InvalidOperationException(
                    "Function during tracing event listener disabling created workflow commands");
        }
        finally
        {
            instance.TracingEventsEnabled = enabled;
        }
    }

    /// <summary>Callbacks make commands, so they have to run here.</summary>
    private static void CancelNow(CancellationTokenSource source) => source.Cancel();

    /// <summary>The timer is taken back when the condition comes first.</summary>
    private async Task<bool> WaitAsync(Task condition, TimeSpan timeout, string? summary)
    {
        using var timer = new CancellationTokenSource();
        var delay = DelayWithOptionsAsync(new(timeout, summary, timer.Token));
        if (await Task.WhenAny(condition, delay).ConfigureAwait(true) != condition)
        {
            return false;
        }
        try
        {
            await condition.ConfigureAwait(true);
            return true;
        }
        finally
        {
            CancelNow(timer);
        }
    }
}
