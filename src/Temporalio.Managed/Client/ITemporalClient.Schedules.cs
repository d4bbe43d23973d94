using Temporalio.Client.Schedules;

namespace Temporalio.Client;

public partial interface ITemporalClient
{
    /// <summary>Creates a schedule.</summary>
    /// <exception cref="Exceptions.ScheduleAlreadyRunningException">The id is in use.</exception>
    Task<ScheduleHandle> CreateScheduleAsync(string scheduleId, Schedule schedule, ScheduleOptions? options = null);

    /// <summary>A handle of a schedule, which need not exist.</summary>
    ScheduleHandle GetScheduleHandle(string scheduleId);

    /// <summary>Lists schedules, page by page as the caller goes on.</summary>
    IAsyncEnumerable<ScheduleListDescription> ListSchedulesAsync(ScheduleListOptions? options = null);
}
