using System.Globalization;

namespace ActivityCore.Definitions;

/// <summary>Reads a cron expression of five fields by the rules of Temporal Schedules: an asterisk, values, names, ranges, steps and lists; every field must fit.</summary>
internal static class CronText
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly int[] LongestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    private static readonly CronField[] Fields =
    [
        new("minute", 0, 59, [], 0),
        new("hour", 0, 23, [], 0),
        new("day of month", 1, 31, [], 0),
        new("month", 1, 12, Months, 1),
        new("day of week", 0, 7, Days, 0),
    ];

    /// <summary>What is wrong and the cure, to continue "`cron` ", or null.</summary>
    public static string? Fault(string text)
    {
        if (text.StartsWith("@every", StringComparison.Ordinal))
            return $"is `{Shown.Of(text)}` and must have five fields, with a minute as the finest step: write every quarter of an hour as `*/15 * * * *`.";

        if (text.StartsWith('@'))
            return $"is `{Shown.Of(text)}` and must have five fields: write an hourly time as `0 * * * *`, a daily one as `0 6 * * *`.";

        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 6 or 7)
            return string.Create(CultureInfo.InvariantCulture, $"has {parts.Length} fields and must have five, without seconds or years: a minute is the finest step, every minute is `* * * * *`.");

        if (parts.Length != Fields.Length)
            return string.Create(CultureInfo.InvariantCulture, $"has {parts.Length} fields and must have five: minute, hour, day of month, month, day of week, such as `0 6 * * 1`.");

        if (Read(parts, out var sets) is { } wrong)
            return wrong;

        return sets[3].Any(month => sets[2].Min <= LongestMonth[month - 1])
            ? null
            : $"names a day that none of its months has (`{parts[2]}` in `{parts[3]}`): it would never fire.";
    }

    /// <summary>The sets of an expression without fault.</summary>
    /// <exception cref="ArgumentException">It has one.</exception>
    public static CronCalendar Compile(string text)
    {
        if (Fault(text) is { } fault)
            throw new ArgumentException($"The cron expression {fault}", nameof(text));

        Read(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), out var sets);
        return new CronCalendar
        {
            Minutes = sets[0],
            Hours = sets[1],
            Days = sets[2],
            Months = sets[3],
            Weekdays = new SortedSet<int>(sets[4].Select(day => day % 7)),
        };
    }

    /// <summary>Whether both kinds of day are narrowed, which readers of other crons misunderstand.</summary>
    public static bool NarrowsBothDays(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, var day, _, var weekday] && day[0] != '*' && weekday[0] != '*';

    private static string? Read(string[] parts, out SortedSet<int>[] sets)
    {
        sets = new SortedSet<int>[Fields.Length];
        for (var i = 0; i < Fields.Length; i++)
        {
            if (Fields[i].Read(parts[i], out sets[i]) is { } wrong)
                return wrong;
        }

        return null;
    }
}
