using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;

namespace Temporalio.Client.Schedules;

/// <summary>A period to act for as if it passed now.</summary>
/// <param name="StartAt">Start in UTC, not included.</param>
/// <param name="EndAt">End in UTC, included.</param>
/// <param name="Overlap">What happens when the workflow of an earlier action still runs. Default: what the schedule says.</param>
public record ScheduleBackfill(
    DateTime StartAt, DateTime EndAt, ScheduleOverlapPolicy Overlap = ScheduleOverlapPolicy.Unspecified)
{
    internal Api.Schedule.V1.BackfillRequest ToProto() => new()
    {
        StartTime = Timestamp.FromDateTime(StartAt),
        EndTime = Timestamp.FromDateTime(EndAt),
        OverlapPolicy = Overlap,
    };
}
