namespace Temporalio.Client.Schedules;

/// <summary>Times by calendar: those that match one range of every field. A field without ranges matches nothing, but the year all.</summary>
public record ScheduleCalendarSpec
{
    /// <summary>0 alone.</summary>
    public static readonly IReadOnlyCollection<ScheduleRange> Beginning = [ScheduleRange.Zero];

    /// <summary>All days of a month.</summary>
    public static readonly IReadOnlyCollection<ScheduleRange> AllMonthDays = [new(1, 31)];

    /// <summary>All months of a year.</summary>
    public static readonly IReadOnlyCollection<ScheduleRange> AllMonths = [new(1, 12)];

    /// <summary>All days of a week.</summary>
    public static readonly IReadOnlyCollection<ScheduleRange> AllWeekDays = [new(0, 6)];

    /// <summary>Seconds, 0-59. Default 0.</summary>
    public IReadOnlyCollection<ScheduleRange> Second { get; init; } = Beginning;

    /// <summary>Minutes, 0-59. Default 0.</summary>
    public IReadOnlyCollection<ScheduleRange> Minute { get; init; } = Beginning;

    /// <summary>Hours, 0-23. Default 0.</summary>
    public IReadOnlyCollection<ScheduleRange> Hour { get; init; } = Beginning;

    /// <summary>Days of the month, 1-31. Default all.</summary>
    public IReadOnlyCollection<ScheduleRange> DayOfMonth { get; init; } = AllMonthDays;

    /// <summary>Months, 1-12. Default all.</summary>
    public IReadOnlyCollection<ScheduleRange> Month { get; init; } = AllMonths;

    /// <summary>Years. Default all.</summary>
    public IReadOnlyCollection<ScheduleRange> Year { get; init; } = [];

    /// <summary>Days of the week, 0-6 from Sunday. Default all.</summary>
    public IReadOnlyCollection<ScheduleRange> DayOfWeek { get; init; } = AllWeekDays;

    /// <summary>A remark.</summary>
    public string? Comment { get; init; }

    internal static ScheduleCalendarSpec FromProto(Api.Schedule.V1.StructuredCalendarSpec proto) => new()
    {
        Second = ScheduleRange.FromProtos(proto.Second),
        Minute = ScheduleRange.FromProtos(proto.Minute),
        Hour = ScheduleRange.FromProtos(proto.Hour),
        DayOfMonth = ScheduleRange.FromProtos(proto.DayOfMonth),
        Month = ScheduleRange.FromProtos(proto.Month),
        Year = ScheduleRange.FromProtos(proto.Year),
        DayOfWeek = ScheduleRange.FromProtos(proto.DayOfWeek),
        Comment = proto.Comment.Length == 0 ? null : proto.Comment,
    };

    internal Api.Schedule.V1.StructuredCalendarSpec ToProto() => new()
    {
        Second = { Second.Select(range => range.ToProto()) },
        Minute = { Minute.Select(range => range.ToProto()) },
        Hour = { Hour.Select(range => range.ToProto()) },
        DayOfMonth = { DayOfMonth.Select(range => range.ToProto()) },
        Month = { Month.Select(range => range.ToProto()) },
        Year = { Year.Select(range => range.ToProto()) },
        DayOfWeek = { DayOfWeek.Select(range => range.ToProto()) },
        Comment = Comment ?? string.Empty,
    };
}
