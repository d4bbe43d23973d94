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
        var lower = name.ToLowerInvariant();
        foreach (var candidate in known.Where(k => k.Length <= MaxLength).Order(StringComparer.Ordinal))
        {
            // The lengths alone say that most are too far: a list of thousands of items asks this for each of them.
            if (Math.Abs(candidate.Length - name.Length) >= bestDistance)
                continue;

            var distance = Distance(lower, candidate.ToLowerInvariant());
            if (distance < bestDistance)
                (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    // Edit distance with a swap of neighbours as one step, row by row.
    private static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        Span<int> beforeLast = stackalloc int[MaxLength + 1];
        Span<int> last = stackalloc int[MaxLength + 1];
        Span<int> row = stackalloc int[MaxLength + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            var free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
        }

        return row[b.Length];
    }
}
