namespace ActivityCore.Http;

/// <summary>Paths below an endpoint's address.</summary>
internal static class HttpPath
{
    private const int MaxLength = 1_000;

    /// <summary>What is wrong with a path, without repeating it, or null.</summary>
    public static string? Fault(string path)
    {
        if (path.Length > MaxLength)
        {
            return $"a path may have {MaxLength} characters";
        }

        // A dot segment, also an escaped one, would lead out of the endpoint's path; a second slash could begin another host.
        var plain = Uri.UnescapeDataString(path);
        return path.Any(c => char.IsControl(c) || c is '?' or '#' or '\\')
            || plain.Any(c => char.IsControl(c) || c is '\\')
            || plain.Split('/').Any(segment => segment is "." or "..")
            || plain.Contains("//", StringComparison.Ordinal)
            ? "a path stays below the endpoint's address: no `..`, `//`, `\\`, `?` and `#` in it; a query goes into `query`"
            : null;
    }

    /// <summary>The address of a path that has no <see cref="Fault"/>.</summary>
    public static Uri Below(Uri address, string path, IReadOnlyDictionary<string, string> query)
    {
        var text = address.GetLeftPart(UriPartial.Path);
        if (path.Length > 0)
        {
            text = $"{text.TrimEnd('/')}/{path.TrimStart('/')}";
        }

        return query.Count == 0
            ? new Uri(text)
            : new Uri($"{text}?{string.Join('&', query.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"))}");
    }
}
