using System.Globalization;

namespace ActivityCore.Storage;

/// <summary>What stands where a payload was.</summary>
internal static class RetentionText
{
    public static string Removed(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"payload removed by retention on {at.UtcDateTime:yyyy-MM-dd}");
}
