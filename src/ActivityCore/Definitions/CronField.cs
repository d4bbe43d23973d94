using System.Globalization;

namespace ActivityCore.Definitions;

/// <summary>One of the five fields: lists of values, names, ranges and steps.</summary>
internal sealed record CronField(string Name, int Min, int Max, string[] Names, int FirstName)
{
    public string? Read(string text, out SortedSet<int> values)
    {
        values = [];
        foreach (var part in text.Split(','))
        {
            if (ReadPart(part, values) is { } wrong)
                return $"has `{Shown.Of(part)}` as {Name}: {wrong}";
        }

        return null;
    }

    private string? ReadPart(string part, SortedSet<int> values)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? part : part[..slash];
        var step = 1;
        if (slash >= 0 && (!int.TryParse(part.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out step) || step < 1 || step > Max))
            return string.Create(CultureInfo.InvariantCulture, $"a step is a whole number from 1 to {Max} after the `/`.");

        int from, to;
        if (range == "*")
        {
            (from, to) = (Min, Max);
        }
        else
        {
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            if (!TryValue(dash < 0 ? range : range[..dash], out from) || !TryValue(dash < 0 ? range : range[(dash + 1)..], out to))
                return Takes();

            if (to < from)
                return "a range goes from the smaller to the larger value.";

            if (dash < 0 && slash >= 0)
                to = Max;
        }

        for (var value = from; value <= to; value += step)
            values.Add(value);

        return null;
    }

    private bool TryValue(string text, out int value)
    {
        var named = Array.FindIndex(Names, n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
        {
            value = named + FirstName;
            return true;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= Min && value <= Max;
    }

    private string Takes() => string.Create(CultureInfo.InvariantCulture, $"it takes `*`, {Min} to {Max}{(Names.Length > 0 ? $", {Names[0]} to {Names[^1]}" : "")}, ranges such as `{Min}-{Max}`, steps such as `*/2`, and lists of these.");
}
