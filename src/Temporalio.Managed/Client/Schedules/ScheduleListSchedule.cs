namespace Temporalio.Client.Schedules;

/// <summary>A schedule in a list.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Spec">When it is done.</param>
/// <param name="State">Whether it runs.</param>
public record ScheduleListSchedule(ScheduleListAction Action, ScheduleSpec Spec, ScheduleListState State)
{
    internal static ScheduleListSchedule FromProto(Api.Schedule.V1.ScheduleListInfo proto) => new(
        ScheduleListAction.FromProto(proto), ScheduleSpec.FromProto(proto.Spec ?? new()), ScheduleListState.FromProto(proto));
}
