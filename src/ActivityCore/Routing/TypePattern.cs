namespace ActivityCore.Routing;

/// <summary>An event type, or a pattern of them as NATS has for subjects: <c>*</c> for one part between dots, <c>&gt;</c> for one or more at the end.</summary>
internal static class TypePattern
{
    public const char Separator = '.';

    /// <summary>What is wrong with a pattern and the cure, to continue "`event` ", or null.</summary>
    public static string? Fault(string pattern)
    {
        var tokens = pattern.Split(Separator);
        if (pattern.Any(char.IsWhiteSpace) || tokens.Any(t => t.Length == 0))
            return $"is `{pattern}` and may hold no white space and no empty part between dots: write it like `org.statehub.repo.registered`.";

        if (Array.Exists(tokens, t => t.Length > 1 && (t.Contains('*', StringComparison.Ordinal) || t.Contains('>', StringComparison.Ordinal))))
            return $"is `{pattern}`, but a wildcard stands for a whole part between dots: write `*` or `>` alone between dots, or name each event type in an entry of its own.";

        if (Array.IndexOf(tokens, ">") is >= 0 and var at && at < tokens.Length - 1)
            return $"is `{pattern}`, but `>` stands for all the rest and comes last: write `*` for a part in the middle.";

        // Definitions cause tasks, tasks cause events: what matches everything ends by matching what it caused.
        return tokens.All(t => t is "*" or ">")
            ? $"is `{pattern}`, which would match whatever event comes in: name at least one part of the type, such as `org.statehub.>`."
            : null;
    }

    public static bool IsExact(string pattern) => !pattern.Split(Separator).Any(t => t is "*" or ">");

    /// <summary>Whether an event type fits a pattern.</summary>
    public static bool Fits(string pattern, string type)
    {
        var wanted = pattern.Split(Separator);
        var given = type.Split(Separator);
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == ">")
                return given.Length > i;

            if (i >= given.Length || (wanted[i] != "*" && !string.Equals(wanted[i], given[i], StringComparison.Ordinal)))
                return false;
        }

        return wanted.Length == given.Length;
    }
}
