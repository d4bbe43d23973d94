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
        ThrowIfUnsupported(Options);
        var workflow = new NewWorkflowExecutionInfo
        {
            WorkflowId = Options.Id,
            WorkflowType = new() { Name = Workflow },
            TaskQueue = new() { Name = Options.TaskQueue },
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
            (workflow.Memo ??= new()).Fields.Add(name, await ToPayloadAsync(converter, value).ConfigureAwait(false));
        foreach (var (name, value) in Headers ?? new Dictionary<string, IEncodedRawValue>(StringComparer.Ordinal))
            (workflow.Header ??= new()).Fields.Add(name, value.Payload);
        return new Api.Schedule.V1.ScheduleAction { StartWorkflow = workflow };
    }

    // An update may change one argument and leave the others as the service sent them.
    private static async Task<Api.Common.V1.Payload> ToPayloadAsync(DataConverter converter, object? value) =>
        value is IEncodedRawValue raw ? raw.Payload : await converter.ToPayloadAsync(value).ConfigureAwait(false);

    private static Duration? ToDuration(TimeSpan? time) => time is { } value ? Duration.FromTimeSpan(value) : null;

    private static void ThrowIfUnsupported(WorkflowOptions options)
    {
        var what = options switch
        {
            { Id: null } => "ID required on",
            { TaskQueue: null } => "Task queue required on",
            { IdReusePolicy: not WorkflowIdReusePolicy.AllowDuplicate } => "ID reuse policy cannot change from default for",
            { IdConflictPolicy: not WorkflowIdConflictPolicy.Unspecified } => "ID conflict policy cannot change from default for",
            { CronSchedule: not null } => "Cron schedule cannot be set on",
            { StartSignal: not null } or { StartSignalArgs: not null } => "Start signal and/or start signal args cannot be set on",
            { StartDelay: not null } => "Start delay cannot be set on",
            { RequestEagerStart: true } => "Eager start cannot be requested for",
            { Rpc: not null } => "RPC options cannot be set on",
            _ when options.Memo?.FirstOrDefault(entry => entry.Value is null) is { Key: { } name } => $"Memo value for {name} is null on",
            _ => null,
        };
        if (what is not null)
            throw new ArgumentException($"{what} scheduled workflow", nameof(options));
    }
}
