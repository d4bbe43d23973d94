namespace ActivityCore.Rules;

/// <summary>The nearest known name to a misspelt one.</summary>
internal static class Suggestion
{
    // Longer names are data, not typing errors.
    private const int MaxLength = 64;

    /// <summary><c>"; did you mean `x`?"</c>, or nothing where no name is near.</summary>
    public static string For(string name, IEnumerable<string> known)
        => Nearest(name, known) is { } near ? $"; did you mean `{near}`?" : "";

    /// <summary>The nearest name within a third of the letters; ties go to the first in ordinal order.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > MaxLength)
            return null;

        string? best = null;
        var bestDistance = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in known.Where(k => k.Length <= MaxLength).Order(StringComparer.Ordinal))
        {
            var distance = Distance(name, candidate);
            if (distance < bestDistance)
                (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    // Edit distance without regard to case, with a swap of neighbours as one step.
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            table[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            table[0, j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                table[i, j] = Math.Min(Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1), table[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
