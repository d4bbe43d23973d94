using Temporalio.Api.Schedule.V1;

namespace Temporalio.DevServer.Schedules;

/// <summary>Turns a calendar whose fields are text into one of numbers.</summary>
internal static class CalendarText
{
    public static StructuredCalendarSpec Parse(CalendarSpec calendar)
    {
        var structured = new StructuredCalendarSpec { Comment = calendar.Comment };
        structured.Year.AddRange(RangeText.Parse(CalendarField.Year, calendar.Year));
        structured.Month.AddRange(RangeText.Parse(CalendarField.Month, calendar.Month));
        structured.DayOfMonth.AddRange(RangeText.Parse(CalendarField.DayOfMonth, calendar.DayOfMonth));
        structured.DayOfWeek.AddRange(RangeText.Parse(CalendarField.DayOfWeek, calendar.DayOfWeek));
        structured.Hour.AddRange(RangeText.Parse(CalendarField.Hour, calendar.Hour));
        structured.Minute.AddRange(RangeText.Parse(CalendarField.Minute, calendar.Minute));
        structured.Second.AddRange(RangeText.Parse(CalendarField.Second, calendar.Second));
        return structured;
    }
}
