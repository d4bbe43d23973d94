using Temporalio.Converters;

namespace Temporalio.Client.Schedules;

/// <summary>What a schedule does; the one kind there is starts a workflow.</summary>
public abstract record ScheduleAction
{
    private protected ScheduleAction()
    {
    }

    internal static async Task<ScheduleAction> FromProtoAsync(Api.Schedule.V1.ScheduleAction proto, DataConverter converter) =>
        proto.StartWorkflow is { } workflow
            ? await ScheduleActionStartWorkflow.FromProtoAsync(workflow, converter).ConfigureAwait(false)
            : throw new InvalidOperationException($"Unsupported schedule action: {proto.ActionCase}");

    internal abstract Task<Api.Schedule.V1.ScheduleAction> ToProtoAsync(DataConverter converter);
}
