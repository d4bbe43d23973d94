using System.Globalization;
using ActivityCore.Runs;

namespace ActivityCore.Routing.Schedules;

/// <summary>The ids of our schedules: the definition, and the place of the cron trigger among those of its definition, from 1.</summary>
internal static class ScheduleId
{
    public static string Create(Guid definitionId, int place) => string.Create(CultureInfo.InvariantCulture, $"{RunId.OfSchedule(definitionId)}-{place}");

    /// <summary>Whether an id has our form. Whose it is, only its memo says.</summary>
    public static bool IsOurForm(string id) => DefinitionOf(id) is not null;

    public static Guid? DefinitionOf(string id)
    {
        // act-, a UUID, -cron- and a number
        const int Guid = 36;
        return id.StartsWith("act-", StringComparison.Ordinal) && id.Length > 4 + Guid
            && System.Guid.TryParseExact(id.AsSpan(4, Guid), "D", out var definition)
            && id[(4 + Guid)..] is ['-', 'c', 'r', 'o', 'n', '-', .. var place] && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? definition
            : null;
    }
}
