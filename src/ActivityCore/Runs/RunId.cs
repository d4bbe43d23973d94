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
    /// <summary><c>act-DEFINITION-ID-</c> and 26 characters of the occurrence's hash.</summary>
    public static string Create(Guid definitionId, Occurrence occurrence)
    {
        ArgumentNullException.ThrowIfNull(occurrence);
        return $"act-{definitionId:D}-{TaskKey.Base32(SHA256.HashData(Encoding.UTF8.GetBytes(occurrence.Key)))[..26]}";
    }
}
