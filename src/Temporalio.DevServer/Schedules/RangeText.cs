using System.Globalization;
using Range = Temporalio.Api.Schedule.V1.Range;

namespace Temporalio.DevServer.Schedules;

/// <summary>
/// The text form of a calendar field: "*", "3", "mon-fri", "3/5" (from 3 to the end, every fifth), "1-5/2", and lists of
/// these parted by commas. In the day of the week both 0 and 7 are Sunday.
/// </summary>
internal static class RangeText
{
    private const int Sunday = 7;

    public static List<Range> Parse(CalendarField field, string text)
    {
        text = text.Trim();
        if (text.Length == 0)
            text = field.Default;
        // Every year is the absence of a wish.
        if (field == CalendarField.Year && text is "*")
            return [];
        var ranges = new List<Range>();
        foreach (var item in text.Split(','))
            Add(ranges, field, item.Trim());
        return ranges;
    }

    private static void Add(List<Range> ranges, CalendarField field, string item)
    {
        var (body, step) = SplitStep(field, item);
        var last = field == CalendarField.DayOfWeek ? Sunday : field.Max;
        int start;
        int end;
        var dash = body.IndexOf('-', StringComparison.Ordinal);
        if (body is "*" or "?")
        {
            (start, end) = (field.Min, field.Max);
        }
        else if (dash > 0)
        {
            start = Value(field, body[..dash], last);
            end = Value(field, body[(dash + 1)..], last);
            if (end < start)
                throw new SpecException($"{field.Name} End is before Start or not in range [{field.Min}-{last}]");
        }
        else
        {
            start = Value(field, body, last);
            end = step is null ? start : field.Max;
        }

        AddNumbers(ranges, field, start, Math.Max(start, end), step ?? 1);
    }

    private static void AddNumbers(List<Range> ranges, CalendarField field, int start, int end, int step)
    {
        if (field == CalendarField.DayOfWeek && end == Sunday)
        {
            if ((Sunday - start) % step == 0)
                ranges.Add(new Range());
            if (start == Sunday)
                return;
            end = Sunday - 1;
        }

        // Defaults are left out, so that a described spec is as short as the one that was written.
        ranges.Add(new Range { Start = start, End = start == end ? 0 : end, Step = step == 1 ? 0 : step });
    }

    private static (string Body, int? Step) SplitStep(CalendarField field, string item)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return (item, null);
        return int.TryParse(item.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step >= 1
            ? (item[..slash], step)
            : throw new SpecException($"{field.Name} has invalid Step '{item[(slash + 1)..]}'");
    }

    private static int Value(CalendarField field, string text, int last)
    {
        if (field.Names.Count > 0 && text.Length >= field.ShortestName)
        {
            for (var i = 0; i < field.Names.Count; i++)
            {
                if (field.Names[i].StartsWith(text, StringComparison.OrdinalIgnoreCase))
                    return i + field.Min;
            }
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= field.Min && number <= last
            ? number
            : throw new SpecException($"{field.Name} is not in range [{field.Min}-{last}]");
    }
}
