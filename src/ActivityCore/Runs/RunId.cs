using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ActivityCore.Events;
using ActivityCore.Tasks;

namespace ActivityCore.Runs;

/// <summary>
/// The id of a run, which is also its workflow id: derived from definition id and occurrence and never from the definition's hash,
/// so that an event delivered again, an hour or a year later, definition edited or not, names the same run.
/// </summary>
public static class RunId
{
    // What the service appends to the id of a schedule's workflow, with the dash before it.
    private const string TimeFormat = "'-'yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>
    /// <c>act-DEFINITION-ID-</c> and 26 characters of the occurrence's hash; for a tick of a schedule <c>act-DEFINITION-ID-cron-</c> and the nominal time, as the service writes it.
    /// </summary>
    public static string Create(Guid definitionId, Occurrence occurrence)
    {
        ArgumentNullException.ThrowIfNull(occurrence);
        if (occurrence.Kind == OccurrenceKind.Schedule)
            return OfSchedule(definitionId) + occurrence.NominalTime.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

        return $"act-{definitionId:D}-{TaskKey.Base32(SHA256.HashData(Encoding.UTF8.GetBytes(occurrence.Key)))[..26]}";
    }

    /// <summary>What the ids of all scheduled runs of a definition begin with. The same for each of its cron triggers: two that meet at a time are one tick.</summary>
    public static string OfSchedule(Guid definitionId) => $"act-{definitionId:D}-cron";

    /// <summary>The nominal time that the service has put at the end of the id of a scheduled run; null where there is none.</summary>
    public static DateTimeOffset? ScheduledTime(string workflowId)
    {
        ArgumentNullException.ThrowIfNull(workflowId);
        const int Length = 21;
        return workflowId.Length > Length
            && DateTimeOffset.TryParseExact(workflowId[^Length..], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }
}
