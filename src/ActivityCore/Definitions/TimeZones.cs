using ActivityCore.Rules;

namespace ActivityCore.Definitions;

/// <summary>The time zones that this machine knows.</summary>
internal static class TimeZones
{
    /// <summary>What is wrong with a name and the cure, to continue "`timezone` ", or null.</summary>
    public static string? Fault(string name)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId)
            return null;

        var near = Suggestion.For(name, TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id));
        return $"is `{Shown.Of(name)}`, which is no time zone on this machine{(near.Length > 0 ? near : ": write an IANA name such as Europe/Berlin or UTC.")}";
    }
}
