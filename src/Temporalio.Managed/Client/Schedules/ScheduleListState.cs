namespace Temporalio.Client.Schedules;

/// <summary>Whether a schedule in a list runs.</summary>
/// <param name="Note">A remark for people.</param>
/// <param name="Paused">True when the schedule does nothing by itself.</param>
public record ScheduleListState(string? Note, bool Paused)
{
    internal static ScheduleListState FromProto(Api.Schedule.V1.ScheduleListInfo proto) =>
        new(proto.Notes.Length == 0 ? null : proto.Notes, proto.Paused);
}
