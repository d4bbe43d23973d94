using ActivityCore.Rules;

namespace ActivityCore.Instructions;

/// <summary>An allowed beginning of subjects: whole tokens, such as <c>ops.rescan</c>.</summary>
internal static class SubjectPrefix
{
    /// <summary>Whether a subject stands at or below the prefix.</summary>
    public static bool Covers(string prefix, string subject) =>
        string.Equals(prefix, subject, StringComparison.Ordinal) || subject.StartsWith($"{prefix}.", StringComparison.Ordinal);

    /// <summary>Whether a template may render to such a subject, as far as its fixed beginning tells.</summary>
    public static bool MayFit(string prefix, Template subject)
    {
        var place = subject.Text.IndexOf("{{", StringComparison.Ordinal);
        if (place < 0)
            return Covers(prefix, subject.Text);

        var start = subject.Text[..place];
        return start.Length > prefix.Length ? Covers(prefix, start) : prefix.StartsWith(start, StringComparison.Ordinal);
    }
}
