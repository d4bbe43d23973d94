namespace ActivityCore.Definitions;

/// <summary>A cron expression as the values that each field may have. A wall clock time fits where every field does. Immutable and safe to share.</summary>
internal sealed record CronCalendar
{
    /// <summary>0 to 59.</summary>
    public required IReadOnlySet<int> Minutes { get; init; }

    /// <summary>0 to 23.</summary>
    public required IReadOnlySet<int> Hours { get; init; }

    /// <summary>Days of the month, 1 to 31.</summary>
    public required IReadOnlySet<int> Days { get; init; }

    /// <summary>1 to 12.</summary>
    public required IReadOnlySet<int> Months { get; init; }

    /// <summary>0 to 6 from Sunday.</summary>
    public required IReadOnlySet<int> Weekdays { get; init; }

    /// <summary>Whether it goes on through the whole of its days, so that a clock change neither loses nor repeats the run of a day.</summary>
    public bool EveryHour => Hours.Count == 24;

    public bool Fits(DateTime local) => FitsDate(local, local.DayOfWeek) && Hours.Contains(local.Hour) && Minutes.Contains(local.Minute);

    public bool FitsDate(DateTime date, DayOfWeek weekday) => Months.Contains(date.Month) && Days.Contains(date.Day) && Weekdays.Contains((int)weekday);
}
