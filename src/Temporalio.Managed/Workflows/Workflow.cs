using Microsoft.Extensions.Logging;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Worker.Instance;

namespace Temporalio.Workflows;

/// <summary>
/// Everything that a workflow may do. Only usable inside a workflow, <see cref="InWorkflow"/> excepted; every member is
/// deterministic.
/// </summary>
public static partial class Workflow
{
    /// <summary>True when no signal handler is running. A good condition to wait for before the workflow returns.</summary>
    public static bool AllHandlersFinished => Context.AllHandlersFinished;

    /// <summary>Cancelled when the workflow is. The default of every call that takes a token.</summary>
    public static CancellationToken CancellationToken => Context.CancellationToken;

    /// <summary>True when the service suggests to continue as new.</summary>
    public static bool ContinueAsNewSuggested => Context.ContinueAsNewSuggested;

    /// <summary>Text for user interfaces that changes while the workflow runs.</summary>
    public static string CurrentDetails
    {
        get => Context.CurrentDetails;
        set => Context.CurrentDetails = value;
    }

    /// <summary>Number of events in history up to the current task.</summary>
    public static int CurrentHistoryLength => Context.CurrentHistoryLength;

    /// <summary>Size of the history up to the current task, in bytes.</summary>
    public static int CurrentHistorySize => Context.CurrentHistorySize;

    /// <summary>The handler of queries without a handler of their own.</summary>
    public static WorkflowQueryDefinition? DynamicQuery
    {
        get => Context.DynamicQuery;
        set => Context.DynamicQuery = value;
    }

    /// <summary>The handler of signals without a handler of their own. Once set, it gets the signals that waited.</summary>
    public static WorkflowSignalDefinition? DynamicSignal
    {
        get => Context.DynamicSignal;
        set => Context.DynamicSignal = value;
    }

    /// <summary>What is known about this run.</summary>
    public static WorkflowInfo Info => Context.Info;

    /// <summary>The instance of the workflow class.</summary>
    public static object Instance => Context.Instance;

    /// <summary>True inside a workflow.</summary>
    public static bool InWorkflow => TaskScheduler.Current is WorkflowScheduler;

    /// <summary>Makes metrics with the workflow's type, its task queue and its namespace as tags. Records nothing while replaying.</summary>
    public static MetricMeter MetricMeter => Context.MetricMeter;

    /// <summary>Silent while replaying.</summary>
    public static ILogger Logger => Context.Logger;

    /// <summary>The memo; always the same object, changes show at once.</summary>
    public static IReadOnlyDictionary<string, IRawValue> Memo => Context.Memo;

    /// <summary>The payload converter.</summary>
    public static IPayloadConverter PayloadConverter => Context.PayloadConverter;

    /// <summary>Queries by name; more may be added.</summary>
    public static IDictionary<string, WorkflowQueryDefinition> Queries => Context.Queries;

    /// <summary>Deterministic random numbers. Take it anew for each use: a reset replaces it.</summary>
    public static DeterministicRandom Random => Context.Random;

    /// <summary>Signals by name; more may be added, which get the signals that waited for them.</summary>
    public static IDictionary<string, WorkflowSignalDefinition> Signals => Context.Signals;

    /// <summary>The search attributes; always the same object, changes show at once.</summary>
    public static SearchAttributeCollection TypedSearchAttributes => Context.TypedSearchAttributes;

    /// <summary>The time of the current workflow task.</summary>
    public static DateTime UtcNow => Context.UtcNow;

    /// <summary>
    /// The context where no workflow scheduler is current: conditions and the like, which the instance calls itself.
    /// </summary>
    [field: ThreadStatic]
    internal static IWorkflowContext? OverrideContext { get; set; }

    internal static IWorkflowContext Context =>
        (TaskScheduler.Current as WorkflowScheduler)?.Context ??
        OverrideContext ??
        throw new InvalidOperationException("Not in workflow");

    /// <summary>A deterministic new id.</summary>
    public static Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.NextBytes(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes);
    }

    /// <summary>Waits for the given number of milliseconds. See <see cref="DelayAsync(TimeSpan, CancellationToken?)"/>.</summary>
    public static Task DelayAsync(int millisecondsDelay, CancellationToken? cancellationToken = null) =>
        Context.DelayWithOptionsAsync(new(millisecondsDelay, cancellationToken: cancellationToken));

    /// <summary>
    /// Waits. Zero is one millisecond; <see cref="Timeout.InfiniteTimeSpan"/> makes no timer; otherwise negative is an
    /// error.
    /// </summary>
    public static Task DelayAsync(TimeSpan delay, CancellationToken? cancellationToken = null) =>
        Context.DelayWithOptionsAsync(new(delay, cancellationToken: cancellationToken));

    /// <summary>Waits. See <see cref="DelayAsync(TimeSpan, CancellationToken?)"/>.</summary>
    public static Task DelayWithOptionsAsync(DelayOptions options) => Context.DelayWithOptionsAsync(options);

    /// <summary>True when the run has, or is now given, the given patch. Ask each time before the changed code.</summary>
    public static bool Patched(string patchId) => Context.Patch(patchId, deprecated: false);

    /// <summary>Says that no run without the given patch is left.</summary>
    public static void DeprecatePatch(string patchId) => Context.Patch(patchId, deprecated: true);

    /// <summary>Changes the memo.</summary>
    /// <exception cref="ArgumentException">No change, a key twice, or a value that cannot be converted.</exception>
    public static void UpsertMemo(params MemoUpdate[] updates) => Context.UpsertMemo(updates);

    /// <summary>Changes the search attributes.</summary>
    /// <exception cref="ArgumentException">No change, or a key twice.</exception>
    public static void UpsertTypedSearchAttributes(params SearchAttributeUpdate[] updates) =>
        Context.UpsertTypedSearchAttributes(updates);

    /// <summary>A handle to another workflow.</summary>
    public static ExternalWorkflowHandle GetExternalWorkflowHandle(string id, string? runId = null) =>
        GetExternalWorkflowHandle<ValueTuple>(id, runId);

    /// <summary>A handle to another workflow of a known type.</summary>
    public static ExternalWorkflowHandle<TWorkflow> GetExternalWorkflowHandle<TWorkflow>(string id, string? runId = null) =>
        Context.GetExternalWorkflowHandle<TWorkflow>(id, runId);

    /// <summary>Parts that ordinary workflows do not need.</summary>
    public static class Unsafe
    {
        /// <summary>True while history is replayed. Never let it decide what a workflow does.</summary>
        public static bool IsReplaying => Context.IsReplaying;

        /// <summary>
        /// Runs a short function without the guard against calls that leave the workflow's scheduler. It must not wait
        /// on the workflow's scheduler nor make commands.
        /// </summary>
        public static T WithTracingEventListenerDisabled<T>(Func<T> fn) => Context.WithTracingEventListenerDisabled(fn);

        /// <inheritdoc cref="WithTracingEventListenerDisabled{T}(Func{T})"/>
        public static void WithTracingEventListenerDisabled(Action fn) =>
            Context.WithTracingEventListenerDisabled(() =>
            {
                fn();
                return default(ValueTuple);
            });
    }
}
