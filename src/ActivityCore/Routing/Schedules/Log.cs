using Microsoft.Extensions.Logging;

namespace ActivityCore.Routing.Schedules;

internal static partial class Log
{
    [LoggerMessage(EventId = 3200, EventName = "ScheduleChanged", Level = LogLevel.Information, Message = "{Kind} schedule {ScheduleId} of {Definition}: {Why}")]
    public static partial void ScheduleChanged(ILogger logger, ScheduleChangeKind kind, string scheduleId, string definition, string why);

    [LoggerMessage(EventId = 3201, EventName = "ScheduleLeftAlone", Level = LogLevel.Warning, Message = "Schedule {ScheduleId} of {Definition} is left as it is: {Why}")]
    public static partial void ScheduleLeftAlone(ILogger logger, string scheduleId, string definition, string why);

    [LoggerMessage(EventId = 3202, EventName = "ScheduleNotChanged", Level = LogLevel.Error, Message = "{Kind} schedule {ScheduleId} of {Definition} failed: {Reason}")]
    public static partial void ScheduleNotChanged(ILogger logger, ScheduleChangeKind kind, string scheduleId, string definition, string reason, Exception exception);

    [LoggerMessage(EventId = 3203, EventName = "SyncFailed", Level = LogLevel.Warning, Message = "The schedules cannot be compared with the definitions; again in {Delay}")]
    public static partial void SyncFailed(ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(EventId = 3204, EventName = "SchedulesLeftAlone", Level = LogLevel.Error, Message = "All schedules are left as they are: {Reason}")]
    public static partial void SchedulesLeftAlone(ILogger logger, string reason);

    [LoggerMessage(EventId = 3205, EventName = "NoSchedules", Level = LogLevel.Information, Message = "This Temporal service has no schedules: cron triggers start nothing")]
    public static partial void NoSchedules(ILogger logger);

    [LoggerMessage(EventId = 3206, EventName = "TicksMissed", Level = LogLevel.Warning,
        Message = "Schedule {ScheduleId} has lost {Count} ticks: they were later than its catch_up; temporal schedule backfill makes up for them")]
    public static partial void TicksMissed(ILogger logger, string scheduleId, long count);

    [LoggerMessage(EventId = 3207, EventName = "TicksSkipped", Level = LogLevel.Warning,
        Message = "Schedule {ScheduleId} has skipped {Count} ticks: the run before was still open, see overlap")]
    public static partial void TicksSkipped(ILogger logger, string scheduleId, long count);

    [LoggerMessage(EventId = 3208, EventName = "TicksLostBefore", Level = LogLevel.Warning,
        Message = "Schedule {ScheduleId} has lost {Count} ticks before this start, since it was made: they were later than its catch_up; temporal schedule backfill makes up for them")]
    public static partial void TicksLostBefore(ILogger logger, string scheduleId, long count);
}
