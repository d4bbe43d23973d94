namespace Temporalio.Client.Schedules;

/// <summary>What a schedule in a list does.</summary>
public abstract record ScheduleListAction
{
    private protected ScheduleListAction()
    {
    }

    internal static ScheduleListAction FromProto(Api.Schedule.V1.ScheduleListInfo proto) =>
        proto.WorkflowType is { } type
            ? new ScheduleListActionStartWorkflow(type.Name)
            : throw new InvalidOperationException("Unknown schedule list action");
}
