using System.Linq.Expressions;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Workflows;

namespace Temporalio.Client.Schedules;

/// <summary>Starts a workflow; made by one of the <c>Create</c> methods.</summary>
/// <param name="Workflow">The workflow's type name.</param>
/// <param name="Args">The arguments; read from the service, each is an <see cref="IEncodedRawValue" />.</param>
/// <param name="Options">The workflow's options; policies for ids, cron, start signals and call options have no place here.</param>
/// <param name="Headers">Headers of each start.</param>
public record ScheduleActionStartWorkflow(
    string Workflow,
    IReadOnlyCollection<object?> Args,
    WorkflowOptions Options,
    IReadOnlyDictionary<string, IEncodedRawValue>? Headers = null) : ScheduleAction
{
    /// <summary>Starts a workflow by a call of its run method.</summary>
    public static ScheduleActionStartWorkflow Create<TWorkflow, TResult>(
        Expression<Func<TWorkflow, Task<TResult>>> workflowRunCall, WorkflowOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(workflowRunCall);
        return Create(WorkflowDefinition.NameFromRunMethodForCall(method), args, options);
    }

    /// <summary>Starts a workflow by a call of its run method.</summary>
    public static ScheduleActionStartWorkflow Create<TWorkflow>(
        Expression<Func<TWorkflow, Task>> workflowRunCall, WorkflowOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(workflowRunCall);
        return Create(WorkflowDefinition.NameFromRunMethodForCall(method), args, options);
    }

    /// <summary>Starts a workflow by its type name.</summary>
    public static ScheduleActionStartWorkflow Create(string workflow, IReadOnlyCollection<object?> args, WorkflowOptions options) =>
        new(workflow, args, options);

    internal static async Task<ScheduleActionStartWorkflow> FromProtoAsync(NewWorkflowExecutionInfo proto, DataConverter converter)
    {
        var (summary, details) = await converter.FromUserMetadataAsync(proto.UserMetadata).ConfigureAwait(false);
        var options = new WorkflowOptions(proto.WorkflowId, proto.TaskQueue.Name)
        {
            ExecutionTimeout = proto.WorkflowExecutionTimeout?.ToTimeSpan(),
            RunTimeout = proto.WorkflowRunTimeout?.ToTimeSpan(),
            TaskTimeout = proto.WorkflowTaskTimeout?.ToTimeSpan(),
            RetryPolicy = proto.RetryPolicy is { } policy ? RetryPolicy.FromProto(policy) : null,
            Memo = (proto.Memo?.Fields ?? []).ToDictionary(
                field => field.Key, object (field) => new EncodedRawValue(converter, field.Value), StringComparer.Ordinal),
            TypedSearchAttributes = proto.SearchAttributes is { } attributes
                ? SearchAttributeCollection.FromProto(attributes)
                : SearchAttributeCollection.Empty,
            StaticSummary = summary,
            StaticDetails = details,
            Priority = proto.Priority is { } priority ? new Priority(priority) : null,
        };
        return new ScheduleActionStartWorkflow(
            proto.WorkflowType.Name,
            [.. (proto.Input?.Payloads_ ?? []).Select(payload => new EncodedRawValue(converter, payload))],
            options,
            proto.Header?.Fields.ToDictionary(
                field => field.Key, IEncodedRawValue (field) => new EncodedRawValue(converter, field.Value), StringComparer.Ordinal));
    }

    internal override async Task<Api.Schedule.V1.ScheduleAction> ToProtoAsync(DataConverter converter)
    {
        ThrowIfUnsupported();
        var workflow = new NewWorkflowExecutionInfo
        {
            WorkflowId = Options.Id ?? throw new ArgumentException("ID required on workflow action", nameof(converter)),
            WorkflowType = new() { Name = Workflow },
            TaskQueue = new()
            {
                Name = Options.TaskQueue ?? throw new ArgumentException("Task queue required on workflow action", nameof(converter)),
            },
            WorkflowExecutionTimeout = ToDuration(Options.ExecutionTimeout),
            WorkflowRunTimeout = ToDuration(Options.RunTimeout),
            WorkflowTaskTimeout = ToDuration(Options.TaskTimeout),
            RetryPolicy = Options.RetryPolicy?.ToProto(),
            SearchAttributes = Options.TypedSearchAttributes is { Count: > 0 } attributes ? attributes.ToProto() : null,
            UserMetadata = await converter.ToUserMetadataAsync(Options.StaticSummary, Options.StaticDetails).ConfigureAwait(false),
            Priority = Options.Priority?.ToProto(),
        };
        foreach (var arg in Args)
            (workflow.Input ??= new()).Payloads_.Add(await ToPayloadAsync(converter, arg).ConfigureAwait(false));
        foreach (var (name, value) in Options.Memo ?? new Dictionary<string, object>(StringComparer.Ordinal))
        {
            if (value is null)
                throw new ArgumentException($"Memo value for {name} is null", nameof(converter));
            (workflow.Memo ??= new()).Fields.Add(name, await ToPayloadAsync(converter, value).ConfigureAwait(false));
        }

        foreach (var (name, value) in Headers ?? new Dictionary<string, IEncodedRawValue>(StringComparer.Ordinal))
            (workflow.Header ??= new()).Fields.Add(name, value.Payload);
        return new Api.Schedule.V1.ScheduleAction { StartWorkflow = workflow };
    }

    // An update may change one argument and leave the others as the service sent them.
    private static async Task<Api.Common.V1.Payload> ToPayloadAsync(DataConverter converter, object? value) =>
        value is IEncodedRawValue raw ? raw.Payload : await converter.ToPayloadAsync(value).ConfigureAwait(false);

    private static Duration? ToDuration(TimeSpan? time) => time is { } value ? Duration.FromTimeSpan(value) : null;

    private void ThrowIfUnsupported()
    {
        var what = this switch
        {
            { Options.IdReusePolicy: not WorkflowIdReusePolicy.AllowDuplicate } => "ID reuse policy cannot change from default for",
            { Options.IdConflictPolicy: not WorkflowIdConflictPolicy.Unspecified } => "ID conflict policy cannot change from default for",
            { Options.CronSchedule: not null } => "Cron schedule cannot be set on",
            { Options.StartSignal: not null } or { Options.StartSignalArgs: not null } => "Start signal and/or start signal args cannot be set on",
            { Options.StartDelay: not null } => "Start delay cannot be set on",
            { Options.RequestEagerStart: true } => "Eager start cannot be requested for",
            { Options.Rpc: not null } => "RPC options cannot be set on",
            _ => null,
        };
        if (what is not null)
            throw new ArgumentException($"{what} scheduled workflow", nameof(Options));
    }
}
