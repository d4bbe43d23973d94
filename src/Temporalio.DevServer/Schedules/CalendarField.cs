namespace Temporalio.DevServer.Schedules;

/// <summary>One field of a calendar: what it may hold, and the names that stand for its numbers.</summary>
internal sealed record CalendarField(string Name, int Min, int Max, string Default, IReadOnlyList<string> Names, int ShortestName)
{
    public const int FirstYear = 2000;
    public const int LastYear = 2100;

    private static readonly string[] MonthNames =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] DayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    public static readonly CalendarField Second = new("Second", 0, 59, "0", [], 0);
    public static readonly CalendarField Minute = new("Minute", 0, 59, "0", [], 0);
    public static readonly CalendarField Hour = new("Hour", 0, 23, "0", [], 0);
    public static readonly CalendarField DayOfMonth = new("DayOfMonth", 1, 31, "*", [], 0);
    public static readonly CalendarField Month = new("Month", 1, 12, "*", MonthNames, 3);
    public static readonly CalendarField Year = new("Year", FirstYear, LastYear, "*", [], 0);
    public static readonly CalendarField DayOfWeek = new("DayOfWeek", 0, 6, "*", DayNames, 2);
}
